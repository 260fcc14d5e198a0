// swift-tools-version: 6.1
import PackageDescription

/// Settings that every Swift module shares: the language as strict as it gets.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

let package = Package(
  name: "agent-tui",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "agent-tui", targets: ["Program"]),
    .library(name: "Inference", targets: ["Inference"]),
    .library(name: "Agents", targets: ["Agents"]),
    .library(name: "Orchestrator", targets: ["Orchestrator"]),
    // Their types stand in public signatures of the three.
    .library(name: "Threading", targets: ["Threading"]),
    .library(name: "OrderedJSON", targets: ["OrderedJSON"]),
  ],
  targets: [
    // The two C libraries: the only places that include their headers.
    .systemLibrary(
      name: "CLlama", pkgConfig: "llama",
      providers: [.apt(["libllama-dev"]), .brew(["llama.cpp"])]),
    .systemLibrary(
      name: "CNcurses", providers: [.apt(["libncursesw5-dev"]), .brew(["ncurses"])]),

    // Pure modules that are things of their own.
    .target(name: "System", swiftSettings: strict),
    .target(name: "OrderedJSON", swiftSettings: strict),
    .target(name: "Threading", dependencies: ["System"], swiftSettings: strict),
    .target(name: "Jinja", dependencies: ["OrderedJSON", "System"], swiftSettings: strict),

    // CLlama ──► Inference ──► Agents ──► Orchestrator ──► AgentTUI ──► Program
    .target(
      name: "Inference", dependencies: ["CLlama", "Jinja", "OrderedJSON", "System", "Threading"],
      swiftSettings: strict),
    .target(
      name: "Agents", dependencies: ["Inference", "OrderedJSON", "System", "Threading"],
      swiftSettings: strict),
    .target(
      name: "Orchestrator", dependencies: ["Agents", "Inference", "OrderedJSON", "System", "Threading"],
      swiftSettings: strict),

    // CNcurses ──► TerminalUI ──► AgentTUI: what any program could draw with, then the console.
    .target(
      name: "TerminalUI", dependencies: ["OrderedJSON", "System", "Threading", "CNcurses"], swiftSettings: strict),
    .target(
      name: "AgentTUI",
      dependencies: ["TerminalUI", "Orchestrator", "Agents", "Inference", "OrderedJSON", "System", "Threading"],
      swiftSettings: strict),
    .executableTarget(
      name: "Program",
      dependencies: [
        "AgentTUI", "TerminalUI", "Orchestrator", "Agents", "Inference", "OrderedJSON", "System", "Threading",
      ],
      swiftSettings: strict),

    // Doubles and helpers of the tests of more than one module.
    .target(
      name: "TestSupport",
      dependencies: ["TerminalUI", "CNcurses", "Orchestrator", "Agents", "Inference", "System", "Threading"],
      path: "Tests/TestSupport", swiftSettings: strict),
    .testTarget(name: "SystemTests", dependencies: ["System"], swiftSettings: strict),
    .testTarget(
      name: "OrderedJSONTests", dependencies: ["OrderedJSON"], swiftSettings: strict),
    .testTarget(name: "ThreadingTests", dependencies: ["System", "Threading"], swiftSettings: strict),
    .testTarget(
      name: "JinjaTests", dependencies: ["Jinja", "OrderedJSON", "System", "TestSupport"], exclude: ["Fixtures"],
      swiftSettings: strict),
    .testTarget(
      name: "InferenceTests", dependencies: ["Inference", "System", "TestSupport", "Threading"], swiftSettings: strict),
    .testTarget(
      name: "AgentsTests",
      dependencies: ["Agents", "Inference", "Jinja", "OrderedJSON", "System", "TestSupport", "Threading"],
      swiftSettings: strict),
    .testTarget(
      name: "OrchestratorTests",
      dependencies: ["Orchestrator", "Agents", "Inference", "OrderedJSON", "System", "TestSupport", "Threading"],
      swiftSettings: strict),
    .testTarget(
      name: "TerminalUITests", dependencies: ["TerminalUI", "OrderedJSON", "System", "TestSupport", "Threading"],
      exclude: ["Fixtures"], swiftSettings: strict),
    .testTarget(
      name: "AgentTUITests",
      dependencies: [
        "AgentTUI", "TerminalUI", "Orchestrator", "Agents", "Inference", "OrderedJSON", "System", "TestSupport",
        "Threading",
      ],
      exclude: ["Fixtures"], swiftSettings: strict),
    .testTarget(
      name: "ProgramTests",
      dependencies: [
        "Program", "AgentTUI", "TerminalUI", "Orchestrator", "Agents", "Inference", "OrderedJSON", "System",
        "TestSupport",
        "Threading",
      ],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
