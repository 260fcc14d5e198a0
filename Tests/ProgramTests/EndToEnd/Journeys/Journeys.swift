import Testing

/// What a person does with the console from start to end: the real binary, the real model, a real terminal. One after
/// the other, because each needs the processors to itself.
@Suite(.serialized) enum Journeys {}
