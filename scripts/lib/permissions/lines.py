"""Command lines to try: put together from bash's own tricks, and real ones with something changed in them."""

import random

EVIL = ["touch PWNED", "rm y", "curl x", "evil", "mv a b", "./evil", "chmod 7 f"]
KNOWN = ["git diff", "git status", "git log", "echo a", "ls", "cat f", "grep a f", "head f", "sort f", "wc f", "true",
         "find .", "printf x", "sed -n 1p f", "awk '{ print $1 }' f", "test -f f", "[ -f f ]", "cd sub", "tar tf f"]
GLUE = [" ; ", ";", " && ", "&&", " || ", " | ", "|", " & ", "&", "\n", " |& ", " &> f ", " >& f ", ";;", " ", "\t", "\r",
        " \\\n", "\\\n", "\n\n", " ;\n", " &\n", "&\\\n&", "|\\\n|", "\u00a0", "\u2003", "\v", "\f"]
WORDS = ["x", "$X", "\"$X\"", "${X}", "${X:-E}", "${X:-$(E)}", "${X:-`E`}", "${X:=E}", "${X[$(E)]}", "${X@P}", "${!X}",
         "${X:0:1}", "${X//a/$(E)}", "${#X}", "${X##*/}", "$(E)", "`E`", "\"$(E)\"", "\"`E`\"", "'$(E)'", "\\$(E)", "$((1))",
         "$((a[$(E)]))", "$[1]", "$'\\x74ouch'", "$\"E\"", "<(E)", ">(E)", "{a,b}", "{E,x}", "{}", "a{}b", "{1..3}", "*", "?", "[a-z]*",
         "~", "~/x", "-x", "--", "-v", "-exec", ";", "\\;", "+", "'a[$(E)]'", "a[0]", "a=(x)", "a=1", "a+=1", "A=1", "PATH=.",
         "a[$(E)]=1", "#", "x#y", "#x", "!", "!x", "^", "%1", "(", ")", "((", "))", "[[", "]]", "[", "]", "{", "}", "''",
         "\"\"", "'", "\"", "\\", "=", "==", "-eq", "@(a|b)", "!(a)", "$", "$$", "$?", "$@", "\"$@\"", "$1", "$(", "`", "é", "$X$Y",
         "\"a b\"", "a\\ b", "$(echo E)", "\"${X}\"", "$(<f)", "$( (E) )", "$(E # )", "$(case x in x) E;; esac)", "\\\nE", "2", "12"]
REDIRECTIONS = ["> f", ">f", ">> f", "2> f", "2>&1", ">&2", "< f", "<f", "<> f", ">| f", "<<< E", "<< E\nE\n", "<<E\n$(E)\nE\n",
                "<<'E'\n$(E)\nE\n", "<<-E\n\tx\n\tE\n", "<<\\E\nx\nE\n", "10> f", "{fd}> f", ">& f", "&> f", "&>> f", ">&-", "<&0", "> $X",
                "> *", "> \"f\"", "2 > f", "a2>f", "<<E <<F\nx\nE\ny\nF\n", "<<E; E2\nx\nE\n", "<<'E F'\nx\nE F\n", "> /dev/null"]
WRAPPERS = ["env ", "env -i ", "env A=1 ", "env - ", "env -S '", "timeout 5 ", "timeout -k 1 5 ", "nice ", "nice -n 5 ", "nohup ",
            "xargs ", "xargs -I{} ", "xargs -n1 ", "time ", "time -p ", "command ", "builtin ", "exec ", "exec -a x ", "eval ",
            "eval '", "sh -c '", "bash -c '", "bash -ec '", "sh -c \"", "bash ", "sh ", "sudo ", "! ", "trap '", "./timeout 5 ", "/usr/bin/env ",
            "stdbuf -oL ", "A=1 ", "LANG=C ", "a=1 ", "find . -exec ", "find . -name f -exec ", "if ", "for i in a b; do ", "while false; do ",
            "{ ", "( ", "(", "case x in x) ", "f() { ", "function f { ", "coproc ", "select x in a; do ", "until true; do ", "[[ -n x ]] && ",
            "read x; ", "set -e; ", "alias ls='E'; ", "shopt -s extglob; ", "X='E'; ", "X='-exec E ;'; ", "IFS=; ", "export X=1; ", "hash -p /usr/bin/rm ls; ",
            "enable -n echo; ", "cd sub; ", "cd sub && ", "printf -v 'a[$(E)]' x; ", "test -v 'a[$(E)]'; ", "unset 'a[$(E)]'; ", "read 'a[$(E)]'; "]
ENDS = {"'": "'", "\"": "\"", "find . -exec ": " \\;", "find . -name f -exec ": " {} +", "if ": "; then true; fi",
        "do ": "; done", "{ ": "; }", "( ": " )", "(": ")", "case x in x) ": ";; esac"}
OPTIONS = ["--output=f", "-o f", "--ext-diff", "--ext", "-c a=b", "--no-index", "-O", "--open-files-in-pager=E", "-exec E \\;", "-exec E {} +",
           "-ok E \\;", "-delete", "-fprint f", "-e 'e E'", "'s/a/E/e'", "'1e E'", "-f f", "'BEGIN { system(\"E\") }'", "'{ print | \"E\" }'",
           "'{ \"E\" | getline }'", "--to-command=E", "-I E", "--checkpoint=1 --checkpoint-action=exec=E", "--pre E", "--compress-program=E", "-v a b",
           "-n", "-l", "--", "-", "-i", "-r", "-rf", "-S", "--stat", "-p", "'s/x/y/w f'", "'$!N;p'", "-name '*'", "\"$X\""]


class Lines:
    """An endless supply of lines; the same seed gives the same ones."""

    def __init__(self, seed, real):
        self.random = random.Random(seed)
        self.real = real

    def evil(self, text):
        while "E" in text and self.random.random() < 0.9:
            place = text.index("E")
            text = text[:place] + self.random.choice(EVIL + KNOWN) + text[place + 1:]
        return text

    def command(self, depth=0):
        choose = self.random.choice
        parts = [choose(KNOWN + EVIL)] if self.random.random() < 0.8 else [choose(WORDS)]
        for _ in range(self.random.choice([0, 0, 1, 1, 2, 3])):
            kind = self.random.random()
            parts.append(choose(WORDS if kind < 0.5 else OPTIONS if kind < 0.75 else REDIRECTIONS))
        line = (" " if self.random.random() < 0.95 else "").join(parts)
        if self.random.random() < 0.4 and depth < 4:
            wrapper = choose(WRAPPERS)
            inner = self.line(depth + 1) if self.random.random() < 0.3 else line
            end = next((end for start, end in ENDS.items() if wrapper.endswith(start)), "")
            line = wrapper + inner + (end if self.random.random() < 0.95 else "")
        return line

    def line(self, depth=0):
        line = self.command(depth)
        while self.random.random() < 0.35:
            line += self.random.choice(GLUE[:9] if self.random.random() < 0.7 else GLUE) + self.command(depth)
        return self.evil(line)

    def mutation(self):
        line = self.random.choice(self.real)
        for _ in range(self.random.choice([1, 1, 2, 3])):
            place = self.random.randrange(len(line) + 1)
            other = min(len(line), place + self.random.randrange(1, 8))
            kind = self.random.random()
            if kind < 0.2:
                line = line[:place] + line[other:]
            elif kind < 0.4:
                line = line[:place] + line[place:other] * 2 + line[other:]
            else:
                piece = self.random.choice(self.random.choice([WORDS, GLUE, REDIRECTIONS, WRAPPERS, OPTIONS]))
                line = line[:place] + self.evil(piece) + line[place:]
        return line

    def next(self):
        if self.real and self.random.random() < 0.3:
            return self.mutation()
        return self.line()
