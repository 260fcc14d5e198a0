// The C library of the platform, under one name. Whoever imports this module has it whole: its calls are used as they
// are, with the platform's own names, because a wrapper around each would hide what every manual page tells. What is
// used in several places and has a trap in it (a pipe, a file, a program that is started) has a type of its own beside.

#if canImport(Glibc)
  @_exported public import Glibc
#elseif canImport(Musl)
  @_exported public import Musl
#else
  @_exported public import Darwin
#endif
