public import OrderedJSON

/// A tool that can show what a call of it would change before it does.
public protocol ChangePreviewing: Tool {
  /// A unified diff of the change, or a sentence why it cannot be made; nil where nothing would change.
  func preview(of arguments: JSON, workspace: String) -> String?
  /// Why a person is to be asked about the change whatever else allows it; nil where nothing speaks against it.
  func concern(about arguments: JSON, workspace: String) -> WriteConcern?
}

extension ChangePreviewing {
  /// No concern.
  public func concern(about arguments: JSON, workspace: String) -> WriteConcern? { nil }
}
