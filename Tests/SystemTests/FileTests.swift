import System
import Testing

@Suite struct FileTests {
  /// A folder of its own, gone with the test.
  private final class Place {
    let path = "/tmp/agent-tui-file-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
    deinit {
      for name in Folder.names(in: path) { unlink("\(path)/\(name)") }
      rmdir(path)
    }
  }

  @Test func whatIsAppendedIsReadWholeAndInParts() throws {
    let place = Place()
    try Folder.make(place.path)
    let file = try File(creating: "\(place.path)/a")
    try file.append(Array("one ".utf8))
    try file.append(Array("two".utf8))
    #expect(try File(reading: "\(place.path)/a").readAll() == Array("one two".utf8))
    #expect(try File(reading: "\(place.path)/a").read(4..<99) == Array("two".utf8))
    #expect(Folder.names(in: place.path) == ["a"])
  }

  @Test func aFileThatIsThereIsNotMadeAnew() throws {
    let place = Place()
    try Folder.make(place.path)
    let first = try File(creating: "\(place.path)/a")
    try first.append([65])
    let error = #expect(throws: SystemError.self) { _ = try File(creating: "\(place.path)/a") }
    #expect(error == SystemError("create", "\(place.path)/a", code: EEXIST))
    #expect(error?.description == "cannot create \(place.path)/a: File exists")
  }

  @Test func aFileThatIsOpenForWritingIsLocked() throws {
    let place = Place()
    try Folder.make(place.path)
    let path = "\(place.path)/a"
    do {
      let writer = try File(creating: path)
      try writer.append([65])
      #expect(try File(reading: path).isLockedElsewhere)
    }
    #expect(try !File(reading: path).isLockedElsewhere)
  }

  @Test func aPipeIsSealedAndAboveTheStandardDescriptors() throws {
    let (read, write) = try Descriptors.pipe()
    defer { for end in [read, write] { close(end) } }
    #expect(read > 2 && write > 2)
    #expect([read, write].allSatisfy { fcntl($0, F_GETFD) & FD_CLOEXEC != 0 })
    #expect(Descriptors.write([1, 2, 3], to: write))
    let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: 8, alignment: 1)
    defer { bytes.deallocate() }
    #expect(Descriptors.read(read, into: bytes) == 3)
  }
}
