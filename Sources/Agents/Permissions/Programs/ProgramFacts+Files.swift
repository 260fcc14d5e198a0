/// Programs that look at files and folders, and those that change them within what a prefix may mean: with `-r` and
/// `-f` they are asked about.
extension ProgramFacts {
  static let files: [String: ProgramFacts] = [
    "echo": ProgramFacts(language: .anything, showsNoContent: true),
    "printf": ProgramFacts(language: .anything, showsNoContent: true),
    "true": ProgramFacts(language: .anything, showsNoContent: true),
    "false": ProgramFacts(language: .anything, showsNoContent: true),
    ":": ProgramFacts(language: .anything, showsNoContent: true),
    "exit": ProgramFacts(language: .anything, showsNoContent: true),
    "test": ProgramFacts(language: .anything, showsNoContent: true),
    "[": ProgramFacts(language: .anything, showsNoContent: true),
    "sleep": ProgramFacts(language: .anything, showsNoContent: true),
    "seq": ProgramFacts(language: .anything, showsNoContent: true),
    "basename": ProgramFacts(language: .anything, showsNoContent: true),
    "dirname": ProgramFacts(language: .anything, showsNoContent: true),
    "pwd": ProgramFacts("LP", showsNoContent: true),
    "cd": ProgramFacts("LP", showsNoContent: true),
    "set": ProgramFacts(language: .anything, showsNoContent: true),
    "whoami": ProgramFacts(showsNoContent: true),
    "id": ProgramFacts("Ggnru", showsNoContent: true),
    "uname": ProgramFacts("amnoprsv", showsNoContent: true),
    "nproc": ProgramFacts(long: "all", showsNoContent: true),
    "arch": ProgramFacts(showsNoContent: true),
    "uptime": ProgramFacts("ps", showsNoContent: true),
    "free": ProgramFacts("bghkmtw", showsNoContent: true),
    "df": ProgramFacts("aHhiklPTx", valued: "Bt", showsNoContent: true),
    "ps": ProgramFacts("aAcdefFHjlmTuvwxy", valued: "CGgopqtU", long: "no-headers sort forest pid"),
    "which": ProgramFacts("a", showsNoContent: true),
    "type": ProgramFacts("afpPt", showsNoContent: true),
    "command": ProgramFacts("vV", showsNoContent: true),
    "date": ProgramFacts("uRI", valued: "d", long: "utc date iso-8601 rfc-3339 rfc-email", showsNoContent: true),
    "ls": ProgramFacts(
      "1aABcCdfFgGhHiIklLmnNopqrRsStTuUvwxXZ",
      long: "all almost-all color classify human-readable recursive reverse size sort time directory inode full-time"
        + " group-directories-first time-style format si dereference", showsNoContent: true),
    "tree": ProgramFacts(
      "aCdDFfhiNnpqrstuvx", valued: "ILP", long: "du si dirsfirst prune noreport", showsNoContent: true),
    "du": ProgramFacts(
      "0abchHkLlmsxSP", valued: "dtB", long: "max-depth summarize human-readable total all apparent-size bytes exclude",
      showsNoContent: true),
    "stat": ProgramFacts("Lft", valued: "c", long: "format printf dereference terse", showsNoContent: true),
    "file": ProgramFacts("bhikLNz", long: "brief mime mime-type mime-encoding dereference", showsNoContent: true),
    "realpath": ProgramFacts("emLPqsz", long: "relative-to relative-base", showsNoContent: true),
    "readlink": ProgramFacts("efmnqsvz", long: "canonicalize no-newline", showsNoContent: true),
    "find": ProgramFacts(
      "HLP",
      long: "name iname path ipath wholename iwholename regex iregex regextype type xtype size empty maxdepth mindepth"
        + " newer mtime mmin atime amin ctime cmin perm user group uid gid links inum samefile print print0 printf ls"
        + " prune quit not and or a o depth mount xdev follow daystart noleaf executable readable writable true false"
        + " lname ilname nouser nogroup exec execdir", language: .expression, showsNoContent: true),
    // Lists what is in an archive; what takes things out of it, or runs a program for it, is asked about.
    "tar": ProgramFacts("tvzjJ", valued: "f", long: "list verbose gzip bzip2 xz", language: .archive),
    "mkdir": ProgramFacts("pv", valued: "m", long: "parents verbose mode", changes: true, showsNoContent: true),
    "touch": ProgramFacts("acm", valued: "dt", long: "no-create date", changes: true, showsNoContent: true),
    "rmdir": ProgramFacts("pv", long: "parents verbose", changes: true, showsNoContent: true),
    "cp": ProgramFacts("afinprRuvT", long: "no-clobber update verbose interactive preserve recursive", changes: true),
    "mv": ProgramFacts("inuvT", long: "no-clobber update verbose interactive", changes: true),
    "rm": ProgramFacts("dIiv", long: "dir interactive verbose", changes: true, showsNoContent: true),
    "ln": ProgramFacts("sv", long: "symbolic verbose", changes: true),
    "chmod": ProgramFacts("cvrwxX", long: "verbose changes", changes: true, showsNoContent: true),
    "tee": ProgramFacts("ai", long: "append", changes: true),
  ]
}
