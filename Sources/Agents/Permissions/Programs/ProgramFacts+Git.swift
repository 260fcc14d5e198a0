/// What git may be told. It runs programs for many an option (`-c`, `--ext-diff`, `--open-files-in-pager`, `--exec`), and
/// takes each long one cut short as well (`--ext`): so only whole names that are known count.
extension ProgramFacts {
  private static let output =
    " stat shortstat numstat name-only name-status no-color color oneline abbrev-commit no-pager patch no-patch word-diff"
    + " summary no-ext-diff no-textconv no-renames find-renames ignore-all-space ignore-space-change ignore-blank-lines"
    + " unified minimal patience histogram diff-filter check exit-code quiet raw full-index binary color-words"
  private static let commits =
    " all branches tags remotes graph decorate no-decorate format pretty date since until after before author committer"
    + " grep max-count skip first-parent merges no-merges reverse follow left-right cherry-pick topo-order date-order"
    + " no-walk not stdin"
  private static let diff = ProgramFacts(
    "abMpqRswz", valued: "UGSl", long: "cached staged merge-base" + output)
  private static let log = ProgramFacts(
    "abgiMpqsz", valued: "nUGSL", long: "name-only walk-reflogs" + output + commits, number: true)

  private static let quiet = ProgramFacts("qu", long: "quiet include-untracked index", changes: true)

  static let git = ProgramFacts(
    long: "version help no-pager", changes: true,
    verbs: [
      "status": ProgramFacts(
        "bsuvz", long: "short branch porcelain long show-stash untracked-files ignored", showsNoContent: true),
      "diff": diff,
      "log": log,
      "show": ProgramFacts("abMpqsz", valued: "UGS", long: output + commits),
      "shortlog": ProgramFacts("ens", long: "numbered summary email" + commits),
      "blame": ProgramFacts("bcefnlpstw", valued: "LMC", long: "porcelain line-porcelain date"),
      "grep": ProgramFacts(
        "aceEFGhHiIlLnopPqvwWz", valued: "ABCem",
        long: "cached untracked count name-only line-number ignore-case break heading"
          + " files-with-matches files-without-match and or not all-match show-function word-regexp fixed-strings",
        firstIsText: true),
      "branch": ProgramFacts(
        "arvq", valued: "u", long: "all remotes list show-current contains merged no-merged verbose sort format",
        changes: true, showsNoContent: true),
      "tag": ProgramFacts(
        "ln", long: "list contains sort format points-at merged", changes: true, showsNoContent: true),
      "remote": ProgramFacts("v", long: "verbose", most: 0, showsNoContent: true),
      "rev-parse": ProgramFacts(
        long: "abbrev-ref short verify show-toplevel git-dir is-inside-work-tree show-prefix symbolic-full-name quiet",
        showsNoContent: true),
      "rev-list": ProgramFacts("n", long: "count all" + commits, number: true, showsNoContent: true),
      "ls-files": ProgramFacts(
        "cdimoskz", valued: "x", long: "cached deleted others modified stage exclude-standard error-unmatch full-name",
        showsNoContent: true),
      "ls-tree": ProgramFacts("drtlz", long: "name-only full-name full-tree long", showsNoContent: true),
      "describe": ProgramFacts(
        long: "tags always dirty long abbrev match all contains exact-match", showsNoContent: true),
      "merge-base": ProgramFacts("a", long: "all is-ancestor fork-point octopus", showsNoContent: true),
      "name-rev": ProgramFacts(long: "tags name-only refs", showsNoContent: true),
      "cat-file": ProgramFacts("epst"),
      "count-objects": ProgramFacts("vH", showsNoContent: true),
      "reflog": ProgramFacts(valued: "n", long: "date", most: 0, showsNoContent: true),
      "check-ignore": ProgramFacts("nqvz", long: "verbose quiet no-index", showsNoContent: true),
      "stash": ProgramFacts(
        changes: true,
        verbs: ["list": ProgramFacts(showsNoContent: true), "show": diff, "push": quiet, "pop": quiet, "apply": quiet]),
      "add": ProgramFacts("AnuvN", long: "all update verbose dry-run intent-to-add", changes: true),
      "commit": ProgramFacts(
        "aqsv", valued: "m", long: "all message quiet signoff verbose allow-empty no-edit dry-run", changes: true,
        showsNoContent: true),
      "push": ProgramFacts(
        "quvn", long: "set-upstream quiet verbose dry-run tags follow-tags porcelain progress", changes: true,
        showsNoContent: true),
      "fetch": ProgramFacts(
        "aqptv", long: "all prune tags quiet verbose dry-run depth", changes: true, showsNoContent: true),
      "pull": ProgramFacts("qrv", long: "rebase ff-only no-rebase quiet verbose", changes: true, showsNoContent: true),
      "checkout": ProgramFacts("bq", long: "quiet track no-track", changes: true, showsNoContent: true),
      "merge": ProgramFacts(
        "nq", valued: "m", long: "ff-only no-ff no-edit no-commit abort quiet", changes: true, showsNoContent: true),
      "cherry-pick": ProgramFacts("nx", long: "abort continue no-commit", changes: true, showsNoContent: true),
      "mv": ProgramFacts("nv", changes: true, showsNoContent: true),
      "switch": ProgramFacts("cq", long: "create quiet detach", changes: true, showsNoContent: true),
      "restore": ProgramFacts(
        "qSW", valued: "s", long: "staged worktree source quiet", changes: true, showsNoContent: true),
    ])
}
