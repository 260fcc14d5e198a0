"""Small pieces of real work for an agent, each with the files that it begins with, what is asked, and a check: a shell
command in the folder afterwards, whose exit status 0 means solved. Checks look at what was asked for, and at what had to
stay as it was. They want python3, git and the usual tools of a shell, and nothing else.

`solution` is a shell command that does the work; the tests of this folder hold that the check refuses the beginning and
accepts what the solution leaves. No agent sees it.
"""

LOG = "".join(
    f"2026-03-{1 + n % 28:02} {'ERROR' if (n * 7) % 11 < 3 else 'INFO'} {['ada', 'bob', 'cyd', 'dan'][(n * n + n // 3) % 4]} request {n}\n"
    for n in range(1, 121))

UNITTEST = "python3 -B -m unittest -q"

TASKS = [
    dict(
        name="average", files={
            "figures.py": "def average(numbers):\n    total = 0\n    for number in numbers:\n        total += number\n"
                          "    return total / (len(numbers) - 1)\n\n\ndef largest(numbers):\n    return max(numbers)\n",
            "test_figures.py": "import unittest\n\nfrom figures import average, largest\n\n\n"
                               "class FiguresTest(unittest.TestCase):\n    def test_average(self):\n"
                               "        self.assertEqual(average([2, 4, 6]), 4)\n        self.assertEqual(average([5]), 5)\n\n"
                               "    def test_largest(self):\n        self.assertEqual(largest([2, 9, 4]), 9)\n"},
        ask=f"The tests in test_figures.py fail ({UNITTEST}). Find the bug in figures.py and mend it. Do not change the tests.",
        check=f"git diff --quiet -- test_figures.py && {UNITTEST}",
        solution="perl -pi -e 's/ - 1//; s/\\(len\\(numbers\\)\\)/len(numbers)/' figures.py"),
    dict(
        name="leap-year", files={
            "calendar_rules.py": "def is_leap(year):\n    return year % 4 == 0\n",
            "test_calendar_rules.py": "import unittest\n\nfrom calendar_rules import is_leap\n\n\n"
                                      "class LeapTest(unittest.TestCase):\n    def test_years(self):\n"
                                      "        for year, expected in [(2024, True), (2023, False), (1900, False), (2000, True)]:\n"
                                      "            self.assertEqual(is_leap(year), expected, year)\n"},
        ask=f"Run {UNITTEST}. Correct is_leap in calendar_rules.py so that the test passes.",
        check=f"git diff --quiet -- test_calendar_rules.py && {UNITTEST} && python3 -B -c "
              "\"from calendar_rules import is_leap; assert not is_leap(2100) and is_leap(2400) and not is_leap(2021)\"",
        solution="printf 'def is_leap(year):\\n    return year %% 4 == 0 and (year %% 100 != 0 or year %% 400 == 0)\\n' > calendar_rules.py"),
    dict(
        name="most-errors", files={"server.log": LOG},
        ask="Which user has the most lines with ERROR in server.log? The user's name is the third word of a line. "
            "Write the name, and nothing else, to worst.txt.",
        check="[ \"$(tr -d '[:space:]' < worst.txt)\" = \"$(git show HEAD:server.log | awk '$2 == \"ERROR\" { print $3 }' "
              "| sort | uniq -c | sort -rn | awk 'NR == 1 { print $2 }')\" ] && git diff --quiet",
        solution="awk '$2 == \"ERROR\" { print $3 }' server.log | sort | uniq -c | sort -rn | awk 'NR == 1 { print $2 }' > worst.txt"),
    dict(
        name="addresses", files={
            "notes.txt": "Ask zoe@example.org about the hall.\nBills go to office@example.com, copies to adam@example.net.\n"
                         "zoe@example.org is away in May; then office@example.com answers.\nNo address here, only an @ sign.\n"},
        ask="Write every e-mail address of notes.txt to addresses.txt: each once, one a line, sorted. Leave notes.txt as it is.",
        check="[ \"$(cat addresses.txt)\" = \"$(printf 'adam@example.net\\noffice@example.com\\nzoe@example.org')\" ] && git diff --quiet",
        solution="grep -oE '[a-z]+@[a-z]+(\\.[a-z]+)+' notes.txt | sort -u > addresses.txt"),
    dict(
        name="next-version", files={
            "setup.cfg": "[metadata]\nname = shelf\nversion = 1.4.2\n\n[options]\npython_requires = >=3.9\n",
            "shelf/__init__.py": "\"\"\"Keeps books.\"\"\"\n\n__version__ = \"1.4.2\"\n",
            "CHANGES": "1.4.2\n  Mends the index.\n\n1.4.1\n  First release.\n"},
        ask="The next version is 1.5.0. Set it in setup.cfg and in shelf/__init__.py. CHANGES is history: leave it as it is.",
        check="git diff --quiet -- CHANGES && [ \"$(git diff --numstat | sort | tr '\\t\\n' '  ')\" = "
              "'1 1 setup.cfg 1 1 shelf/__init__.py ' ] && grep -qx 'version = 1.5.0' setup.cfg && "
              "grep -qx '__version__ = \"1.5.0\"' shelf/__init__.py",
        solution="perl -pi -e 's/1\\.4\\.2/1.5.0/' setup.cfg shelf/__init__.py"),
    dict(
        name="inbox", files={
            "inbox/may.txt": "May\n", "inbox/june.txt": "June\n", "inbox/picture.png": "not really\n",
            "inbox/old/april.txt": "April\n", "archive/march.txt": "March\n"},
        ask="Move the .txt files that lie directly in the folder inbox into the folder archive. Everything else stays where it is.",
        check="[ \"$(find . -path ./.git -prune -o -type f -print | sort | tr '\\n' ' ')\" = "
              "'./archive/june.txt ./archive/march.txt ./archive/may.txt ./inbox/old/april.txt ./inbox/picture.png ' ] && "
              "[ \"$(cat archive/june.txt archive/may.txt)\" = \"$(printf 'June\\nMay')\" ]",
        solution="mv inbox/*.txt archive/"),
    dict(
        name="median", files={
            "numbers_tool.py": "def mean(numbers):\n    return sum(numbers) / len(numbers)\n"},
        ask="Add a function median(numbers) to numbers_tool.py. It returns the middle number of the sorted numbers, "
            "and the mean of the two middle ones where their count is even. Keep mean. Try it.",
        check="python3 -B -c \"from numbers_tool import mean, median; assert median([5, 1, 3]) == 3 and "
              "median([4, 1, 3, 2]) == 2.5 and median([7]) == 7 and mean([1, 2]) == 1.5\"",
        solution="printf '\\n\\ndef median(numbers):\\n    ordered = sorted(numbers)\\n    middle = len(ordered) // 2\\n"
                 "    if len(ordered) %% 2:\\n        return ordered[middle]\\n"
                 "    return mean(ordered[middle - 1:middle + 1])\\n' >> numbers_tool.py"),
    dict(
        name="name-error", files={
            "report.py": "import sys\n\n\ndef root(number):\n    return math.sqrt(number)\n\n\n"
                         "print(\"The root of 144 is\", int(root(144)))\n"},
        ask="python3 report.py ends with an error. Find out why and mend it.",
        check="[ \"$(python3 -B report.py)\" = 'The root of 144 is 12' ] && grep -q 'def root(number)' report.py",
        solution="perl -pi -e 's/^import sys/import math/' report.py"),
    dict(
        name="people", files={"people.csv": "name,age\nada,36\nbob,41\ncyd,29\n"},
        ask="Write the rows of people.csv to people.json: a list of objects with the members name (text) and age (a number), "
            "in the same order.",
        check="python3 -c \"import json; assert json.load(open('people.json')) == [{'name': 'ada', 'age': 36}, "
              "{'name': 'bob', 'age': 41}, {'name': 'cyd', 'age': 29}]\" && git diff --quiet",
        solution="python3 -c \"import csv, json; json.dump([dict(name=r['name'], age=int(r['age'])) for r in "
                 "csv.DictReader(open('people.csv'))], open('people.json', 'w'))\""),
    dict(
        name="greeting", files={"README": "Scripts for the front desk.\n"},
        ask="Write a shell script greet.sh. With a name it prints hello and the name, such as 'hello ada'; without one it "
            "prints 'hello world'. Run it both ways.",
        check="[ \"$(bash greet.sh ada)\" = 'hello ada' ] && [ \"$(bash greet.sh)\" = 'hello world' ]",
        solution="printf 'echo \"hello ${1:-world}\"\\n' > greet.sh"),
    dict(
        name="marked-file", files={"menu.txt": "\ufeffSoup of the day\r\nBread and buter\r\nTea\r\n"},
        ask="In menu.txt the word butter is misspelt. Correct it and change nothing else.",
        check="[ \"$(cksum < menu.txt)\" = \"$(printf '\\357\\273\\277Soup of the day\\r\\nBread and butter\\r\\nTea\\r\\n' | cksum)\" ]",
        solution="perl -pi -e 's/buter/butter/' menu.txt"),
    dict(
        name="clean-target", files={
            "Makefile": "all: out/page.txt\n\nout/page.txt: page.in\n\tmkdir -p out\n\tcp page.in out/page.txt\n",
            "page.in": "A page.\n"},
        ask="Give the Makefile a target clean that removes the folder out. make must still build out/page.txt.",
        check="make -s && [ -e out/page.txt ] && make -s clean && [ ! -e out ] && [ -e page.in ] && make -s && [ -e out/page.txt ]",
        solution="printf '\\nclean:\\n\\trm -rf out\\n' >> Makefile"),
]
