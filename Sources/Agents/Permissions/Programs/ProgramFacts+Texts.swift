/// Programs that show, search or count text. `--output` of `sort`, the second operand of `uniq`, `--pre` of `rg` and
/// their kind are not written here.
extension ProgramFacts {
  static let texts: [String: ProgramFacts] = [
    "cat": ProgramFacts("AbeEnstTuv", long: "number show-all show-ends show-tabs squeeze-blank number-nonblank"),
    "tac": ProgramFacts("", long: ""),
    "nl": ProgramFacts("p", valued: "bdfhilnsvw"),
    "head": ProgramFacts("qvz", valued: "nc", long: "lines bytes quiet verbose", number: true),
    "tail": ProgramFacts("qvzf", valued: "nc", long: "lines bytes quiet verbose follow", number: true),
    "wc": ProgramFacts("clmwL", long: "bytes chars lines words max-line-length"),
    "cut": ProgramFacts(
      "nsz", valued: "bcdf", long: "bytes characters delimiter fields only-delimited output-delimiter"),
    "tr": ProgramFacts("cCdst", long: "complement delete squeeze-repeats truncate-set1", showsNoContent: true),
    "sort": ProgramFacts(
      "bdfghiMnRrVcCmsuz", valued: "kt",
      long: "key reverse numeric-sort unique field-separator stable human-numeric-sort"),
    "uniq": ProgramFacts("cdDiuz", valued: "fsw", long: "count repeated unique ignore-case", most: 1),
    "comm": ProgramFacts("123z"),
    "join": ProgramFacts("i", valued: "12aejotv"),
    "paste": ProgramFacts("sz", valued: "d"),
    "fold": ProgramFacts("bs", valued: "w"),
    "fmt": ProgramFacts("cstu", valued: "wg"),
    "column": ProgramFacts("tx", valued: "csoNR"),
    "rev": ProgramFacts(),
    "expand": ProgramFacts("i", valued: "t"),
    "od": ProgramFacts("abcdfilosxv", valued: "AjNtw"),
    "hexdump": ProgramFacts("bcCdovx", valued: "ns"),
    "strings": ProgramFacts("af", valued: "nte"),
    "cmp": ProgramFacts("bls", valued: "in"),
    "diff": ProgramFacts(
      "abBcdeEilNpqrstTuwy", valued: "CUWIxF",
      long: "brief unified context recursive ignore-case ignore-all-space ignore-space-change ignore-blank-lines color"
        + " new-file side-by-side width exclude report-identical-files minimal text suppress-common-lines",
      number: true),
    "grep": grep, "egrep": grep, "fgrep": grep,
    "rg": ProgramFacts(
      "acFhHiILlnNoPpqSsTuUvwxz0", valued: "ABCegjmMrtT",
      long: "after-context before-context context regexp glob max-count type type-not files files-with-matches count"
        + " files-without-match ignore-case smart-case case-sensitive fixed-strings hidden no-ignore line-number"
        + " no-line-number no-heading heading color colors only-matching word-regexp line-regexp multiline json sort"
        + " with-filename no-filename stats replace vimgrep max-depth iglob invert-match pcre2 trim type-list text",
      firstIsText: true),
    "jq": ProgramFacts(
      "acCeMnrRSsj", long: "arg argjson tab indent compact-output raw-output null-input slurp exit-status",
      firstIsText: true),
    "sed": ProgramFacts(
      "nErsuz", valued: "el", long: "quiet silent regexp-extended separate null-data posix sandbox",
      language: .sed),
    "awk": awk, "gawk": awk, "mawk": awk,
    "md5sum": sums, "sha1sum": sums, "sha256sum": sums, "sha512sum": sums, "b2sum": sums, "cksum": sums,
  ]

  private static let grep = ProgramFacts(
    "abcEFGHhIiLlnoPqRrsvwxyzZU", valued: "ABCemdD",
    long: "after-context before-context context regexp max-count include exclude exclude-dir count color colour"
      + " files-with-matches files-without-match fixed-strings extended-regexp perl-regexp ignore-case invert-match"
      + " line-number only-matching quiet silent recursive dereference-recursive word-regexp line-regexp text"
      + " with-filename no-filename no-messages binary-files null",
    number: true, firstIsText: true)
  private static let awk = ProgramFacts(valued: "Fv", long: "field-separator assign", language: .awk)
  private static let sums = ProgramFacts("bctwz", long: "check quiet status strict warn tag", showsNoContent: true)
}
