import OrderedJSON

// The format: {"name", "author", "license", "defs": {name: colour}, "dark": {role: {fg, bg, bold…}}, "light": {…}}.
// A colour is "#rrggbb", 0 to 255 (also as a string), the name of a def, or "none". A role left out looks like
// text; a theme without "light" uses "dark" for both, and the other way round.

/// Reads a theme from its JSON.
struct ThemeParser {
  /// The file's name, for errors.
  let file: String
  /// Says which name was meant where one is wrong.
  var nearest: NameSuggestion = { _, _ in nil }

  /// - Parameter text: the content of the file.
  func theme(from text: String) throws(ThemeError) -> Theme {
    let json: JSON
    do {
      json = try JSON(parsing: text)
    } catch {
      throw .unreadable(file: file, reason: error.description)
    }
    guard let object = json.object else { throw invalid("the whole file", json, "an object") }
    let fields = ["name", "author", "license", "defs", "dark", "light"]
    for member in object.members where !fields.contains(member.name) {
      throw invalid("the field \(member.name)", member.value, oneOf(fields, near: member.name))
    }
    let defs = try definitions(object["defs"])
    let dark = try palette("dark", object, defs)
    let light = try palette("light", object, defs)
    guard let first = dark ?? light else {
      throw .invalid(
        file: file, place: "dark and light", value: "nothing", accepted: "an object of roles for one of them")
    }
    return Theme(
      name: try string("name", object) ?? file, author: try string("author", object) ?? "",
      license: try string("license", object) ?? "", dark: first,
      light: light ?? first)
  }

  private func string(_ name: String, _ object: JSONObject) throws(ThemeError) -> String? {
    guard let value = object[name] else { return nil }
    guard let string = value.string else { throw invalid(name, value, "a string") }
    return string
  }

  private func definitions(_ json: JSON?) throws(ThemeError) -> [String: ThemeColor] {
    guard let json else { return [:] }
    guard let object = json.object else { throw invalid("defs", json, "an object of colours") }
    var defs: [String: ThemeColor] = [:]
    for member in object.members {
      guard let color = ThemeColor(member.value) else {
        throw invalid("defs.\(member.name)", member.value, Self.colors)
      }
      defs[member.name] = color
    }
    return defs
  }

  private func palette(
    _ variant: String, _ theme: JSONObject, _ defs: [String: ThemeColor]
  ) throws(ThemeError) -> Palette? {
    guard let json = theme[variant] else { return nil }
    guard let object = json.object else { throw invalid(variant, json, "an object of roles") }
    var palette = Palette(entries: [:])
    for member in object.members {
      let place = "\(variant).\(member.name)"
      guard let role = Role(rawValue: member.name) else {
        throw invalid("the role \(place)", member.value, oneOf(Role.allCases.map(\.rawValue), near: member.name))
      }
      palette.entries[role] = try entry(place, member.value, defs)
    }
    return palette
  }

  private func entry(
    _ place: String, _ json: JSON, _ defs: [String: ThemeColor]
  ) throws(ThemeError) -> Palette.Entry {
    guard let object = json.object else { throw invalid(place, json, "an object like {\"fg\": \"#rrggbb\"}") }
    var entry = Palette.Entry()
    for (name, value) in object.members.map({ ($0.name, $0.value) }) {
      let place = "\(place).\(name)"
      switch name {
      case "fg": entry.foreground = try color(place, value, defs)
      case "bg": entry.background = try color(place, value, defs)
      case "bold": entry.bold = try flag(place, value)
      case "italic": entry.italic = try flag(place, value)
      case "underline": entry.underline = try flag(place, value)
      case "reverse": entry.reverse = try flag(place, value)
      case "dim": entry.dim = try flag(place, value)
      default: throw invalid(place, value, "fg, bg, bold, italic, underline, reverse or dim")
      }
    }
    return entry
  }

  private func color(_ place: String, _ json: JSON, _ defs: [String: ThemeColor]) throws(ThemeError) -> ThemeColor {
    if let name = json.string, let color = defs[name] { return color }
    guard let color = ThemeColor(json) else { throw invalid(place, json, Self.colors + ", or a name from defs") }
    return color
  }

  private func flag(_ place: String, _ json: JSON) throws(ThemeError) -> Bool {
    guard let flag = json.bool else { throw invalid(place, json, "true or false") }
    return flag
  }

  private func invalid(_ place: String, _ value: JSON, _ accepted: String) -> ThemeError {
    .invalid(file: file, place: place, value: Self.short(value), accepted: accepted)
  }

  private static let colors = "\"#rrggbb\", a number from 0 to 255, or \"none\""

  /// A value as an error shows it; text of files is hostile until shown otherwise.
  private static func short(_ value: JSON) -> String {
    switch value {
    case .string(let text): "\"\(TextSanitizer.line(text).truncated(to: 40))\""
    case .integer(let number): String(number)
    case .number(let number): String(number)
    case .bool(let flag): String(flag)
    case .null: "null"
    case .array: "an array"
    case .object: "an object"
    }
  }

  private func oneOf(_ names: [String], near name: String) -> String {
    let nearest = nearest(name, names).map { " (nearest: \($0))" } ?? ""
    return "one of \(names.joined(separator: ", "))\(nearest)"
  }
}

extension ThemeColor {
  /// A colour as a theme writes it, but for the names of defs.
  init?(_ json: JSON) {
    if let number = json.integer {
      guard let index = UInt8(exactly: number) else { return nil }
      self = .indexed(index)
      return
    }
    guard let text = json.string else { return nil }
    if text == "none" {
      self = .none
    } else if text.hasPrefix("#") {
      guard text.utf8.count == 7, let value = UInt32(text.dropFirst(), radix: 16), !text.contains("+") else {
        return nil
      }
      self = .rgb(red: UInt8(value >> 16), green: UInt8(value >> 8 & 0xFF), blue: UInt8(value & 0xFF))
    } else {
      guard let index = UInt8(text), !text.hasPrefix("+") else { return nil }
      self = .indexed(index)
    }
  }
}
