// One question, one answer: load a model, render the question as the model's own template does, generate.
// usage: GenerateOnce MODEL.gguf

import Inference
import Threading

let path = CommandLine.arguments.dropFirst().first ?? "model.gguf"
let engine = try InferenceEngine.load(InferenceConfig(modelPath: path, sequences: 1, contextLength: 2048))
defer { engine.shutdown() }

let sequence = try engine.openSequence(named: "ada")
let question = ChatMessage(role: .user, content: .text("Name three colours."))
let prompt = try engine.render([question], addingGenerationPrompt: true)

// The permit is the right to generate; it is given back at the end of its scope.
let permit = try engine.scheduler.acquire()
let result = try sequence.generate(
  GenerationRequest(prompt: prompt, sampling: .greedy, maxTokens: 32), permit: permit, cancellation: Cancellation()
) { event in
  if case .text(let text) = event { print(text, terminator: "") }
}
print("\n(\(result.tokens.count) tokens, \(result.promptTokens) of the prompt)")
