import AgentTUI
import Inference
import System

extension ResolvedOptions {
  /// What to load, and how, for `agents` agents.
  ///
  /// - Parameter idleFolder: where the KV of idle agents goes that has no room in memory; nil: nowhere.
  /// - Throws: `UsageError` when the file of a chat template cannot be read.
  func inferenceConfig(model: String, idleFolder: String? = nil) throws(UsageError) -> InferenceConfig {
    var config = InferenceConfig(modelPath: model, sequences: agents, slots: slotCount, contextLength: context)
    config.names = .options
    config.kvBudget = kvBudget
    config.idleMemory = idleMemory
    if let idleDisk { config.idleDisk = idleDisk }
    config.stateFolder = idleFolder
    config.threads = threads
    config.gpuLayers = gpuLayers
    config.device = device
    config.rpcServers = rpc
    config.flashAttention = flashAttention
    config.keyType = keyType
    config.valueType = valueType
    config.lockMemory = lockMemory
    config.backendSearchPath = backendPath
    config.prefillChunk = prefillChunk
    if let batch { config.batchTokens = batch }
    if gpuLayers == 0 && device == nil && rpc.isEmpty { config.backend = .cpu }
    config.chatTemplate = try templateSource()
    return config
  }

  /// Where the chat template comes from.
  func templateSource() throws(UsageError) -> ChatTemplateSource {
    guard let chatTemplate else { return .model }
    if ["llama3", "chatML", "llama2"].contains(chatTemplate) { return .named(chatTemplate) }
    do {
      return .text(try SmallFile.text(chatTemplate))
    } catch {
      // There are more names than these; what is neither a file nor such a name is refused when it is loaded.
      if error.isMissing && !chatTemplate.contains("/") && !chatTemplate.contains(".") { return .named(chatTemplate) }
      throw UsageError("--chat-template: \(error).")
    }
  }
}
