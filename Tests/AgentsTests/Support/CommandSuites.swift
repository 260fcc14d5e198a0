import Testing

/// Suites that run commands and look at what of them lives. One after the other: an attempt of the sandbox's to fork
/// without end takes the processors from all others for a while.
@Suite(.serialized) struct CommandSuites {}
