// swift-tools-version: 6.1
import PackageDescription

// A package of its own, so that the examples see of the libraries what any other program sees: their products, and what is
// public in them.
let package = Package(
  name: "examples",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "agent-tui", path: "..")],
  targets: [
    .executableTarget(
      name: "GenerateOnce",
      dependencies: [
        .product(name: "Inference", package: "agent-tui"), .product(name: "Threading", package: "agent-tui"),
      ]),
    .executableTarget(
      name: "OwnTool",
      dependencies: [
        .product(name: "Agents", package: "agent-tui"), .product(name: "Inference", package: "agent-tui"),
        .product(name: "OrderedJSON", package: "agent-tui"), .product(name: "Threading", package: "agent-tui"),
      ]),
    .executableTarget(
      name: "FleetEvents",
      dependencies: [
        .product(name: "Orchestrator", package: "agent-tui"), .product(name: "Agents", package: "agent-tui"),
        .product(name: "Inference", package: "agent-tui"),
      ]),
  ],
  swiftLanguageModes: [.v6]
)
