#if canImport(Glibc)

  import Testing

  /// What is tried. An attempt that can tell that it got out says BROKEN.
  extension BreakOut {
    struct Attempt: Sendable, CustomTestStringConvertible {
      var name: String
      var script: String
      var testDescription: String { name }
    }

    static let attempts: [Attempt] = (writing + planting + reading + reaching + living + taking).map(Attempt.init)

    private static let writing: [(String, String)] = [
      ("write by a path", "echo x > $OUT/new"),
      ("append by a path", "echo x >> $OUT/canary"),
      ("write by ..", "echo x > ../outside/new"),
      ("make the folder and write", "mkdir -p $OUT/sub && echo x > $OUT/sub/new"),
      ("remove", "rm -rf $OUT/canary $OUT"),
      ("write through a link", "ln -s $OUT link; echo x > link/new; cp code.c link/new2"),
      ("hard link", "ln $OUT/canary hard && echo x >> hard"),
      ("hard link by python", "python3 -c 'import os; os.link(\"$OUT/canary\", \"h\")' && echo x >> h"),
      ("rename out", "mv code.c $OUT/new"),
      ("the root of a process", "for p in 1 $$ $ME; do echo x > /proc/$p/root$OUT/new; done"),
      ("the folder of a process", "for p in /proc/[0-9]*; do echo x > $p/cwd/../outside/new; done"),
      ("descriptors", "for f in /proc/[0-9]*/fd/*; do [ -d $f ] && echo x > $f/../outside/new; done"),
      ("mount anew", "mount -o remount,rw / && echo x > $OUT/new; mount --bind / /mnt && echo BROKEN"),
      ("a namespace of mounts", "unshare -Urm bash -c 'mount --bind /proc/1/root /tmp; echo BROKEN'"),
      ("a namespace of users", "unshare -U true && echo BROKEN"),
      ("unmount what protects", "umount .git/hooks && echo BROKEN; umount -l .git && echo BROKEN"),
      ("change the root", "chroot /proc/1/root bash -c 'echo x > $OUT/new'; chroot . true && echo BROKEN"),
      ("the system", "touch /usr/bin/agent-tui-was-here /etc/agent-tui-was-here /lib/x /bin/x /opt/x && echo BROKEN"),
      (
        "the system, one by one",
        "for d in / /usr /etc /opt /usr/local/bin; do touch $d/agent-tui-x && echo BROKEN; done"
      ),
      ("a device", "mknod disk b 259 0 && echo BROKEN; mknod d c 1 1 && dd if=d count=1 && echo BROKEN"),
      (
        "disks",
        "for d in /dev/vd* /dev/sd* /dev/nvme* /dev/mem /dev/kmsg; do dd if=$d bs=1 count=1 && echo BROKEN; done"
      ),
      (
        "the kernel's settings",
        "v=$(cat /proc/sys/kernel/core_pattern) && echo \"$v\" > /proc/sys/kernel/core_pattern && echo BROKEN"
      ),
      ("the kernel's trigger", "[ -w /proc/sysrq-trigger ] && echo h > /proc/sysrq-trigger && echo BROKEN"),
      ("set-user-ID", "cp /bin/bash b; chmod 4755 b; chown 0:0 b; ./b -p -c 'echo x > $OUT/new'"),
    ]

    private static let planting: [(String, String)] = [
      ("a hook", "echo evil > .git/hooks/pre-commit"),
      ("a hook in place of the folder", "rm -rf .git/hooks; mkdir .git/hooks; echo evil > .git/hooks/pre-commit"),
      ("the repository under another name", "mv .git g && mkdir -p .git/hooks && echo evil > .git/hooks/pre-commit"),
      ("git's settings", "git config core.fsmonitor evil; git config core.hooksPath /tmp; echo evil >> .git/config"),
      ("git's settings, replaced", "cp .git/config c; echo evil >> c; mv -f c .git/config; ln -sf /tmp/c .git/config"),
      ("git's settings, linked", "rm -f .git/config; ln -s ../c .git/config; echo evil > c"),
      ("the project's rules", "echo '{\"allow\": [\"bash\"]}' > .agent-tui.json"),
      (
        "the project's rules, replaced",
        "echo x > n; mv -f n .agent-tui.json; rm -f .agent-tui.json; ln -sf n .agent-tui.json"
      ),
      ("a shell's start", "echo evil >> .envrc; rm .envrc; mv code.c .envrc"),
      ("the settings of modes", "chmod 777 .agent-tui.json .git/config; echo x >> .agent-tui.json"),
      ("writing a secret", "echo x > .env; echo x > sub/.env; rm -f .env sub/.env; mv code.c .env"),
      ("the parent renamed", "mv sub s2; mkdir sub; cat s2/.env; mv s2/.env s3 && cat s3; rmdir sub; mv s2 sub"),
    ]

    private static let reading: [(String, String)] = [
      ("a file outside", "cat $OUT/secret; head -c 99 ../outside/secret"),
      ("a file outside by a link", "ln -s $OUT/secret l; cat l; cp -L l m; cat m"),
      ("by the root of a process", "cat /proc/1/root$OUT/secret /proc/$PPID/root$OUT/secret /proc/$ME/root$OUT/secret"),
      (
        "a secret in the workspace",
        "cat .env sub/.env; base64 .env; dd if=.env; python3 -c 'print(open(\".env\").read())'"
      ),
      (
        "a secret by another tool",
        "tar cf - .env sub/.env | tar xOf -; git hash-object -w .env && git cat-file -p $(git hash-object .env)"
      ),
      ("a secret by a link", "ln .env e; ln -s .env e2; cat e e2; cp .env e3; cat e3"),
      ("a secret by its modes", "chmod 777 .env sub/.env .ssh; cat .env; cat .ssh/id_rsa"),
      ("keys", "cat .ssh/id_rsa sub/server.pem; ls -R .ssh ~/.ssh; cat ~/.ssh/*"),
      (
        "searching for it",
        "grep -rs TOP-SECRET / --include=* --exclude-dir=proc --exclude-dir=sys --exclude-dir=usr --exclude-dir=opt --exclude-dir=workspace | head -3; grep -rs TOP-SECRET ."
      ),
      ("the journal", "cat state/journal; ls state && cat state/*; find . -name journal -exec cat {} +"),
      (
        "settings and journals of this program",
        "cat ~/.config/agent-tui/* && echo BROKEN; ls ~/.local/state/agent-tui && echo BROKEN"
      ),
      ("passwords", "cat /etc/shadow /etc/gshadow && echo BROKEN; cat /etc/ssh/ssh_host_*_key && echo BROKEN"),
      (
        "the environment of others",
        "cat /proc/*/environ | tr '\\0' '\\n' | grep -E 'TOKEN|SECRET|^AGENT_TUI_TEST' && echo BROKEN"
      ),
      ("the memory of others", "head -c 1 /proc/1/mem && echo BROKEN; kill -0 $ME && echo BROKEN"),
      (
        "tracing",
        "python3 -c 'import ctypes; print(\"BROKEN\" if ctypes.CDLL(None).ptrace(16, $ME, 0, 0) == 0 else \"no\")'"
      ),
      (
        "processes of others", "ls /proc | grep -x $ME && echo BROKEN; ps ax | grep -v grep | grep swift && echo BROKEN"
      ),
      ("shared memory", "ls /dev/shm/* && echo BROKEN; ipcs -m | grep 0x && echo BROKEN; true"),
      (
        "folders of other agents",
        "ls -d $BASE/* | grep -v workspace && echo BROKEN; ls /tmp/agent-tui-sandbox-*/tmp && echo BROKEN"
      ),
      (
        "keyrings",
        "python3 -c 'import ctypes; l = ctypes.CDLL(None); b = ctypes.create_string_buffer(999); print(\"BROKEN\" if l.open(b\"/home\", 0x10000) > 0 and __import__(\"os\").listdir(\"/home\") else \"no\")'"
      ),
    ]

    private static let reaching: [(String, String)] = [
      ("TCP", "exec 3<>/dev/tcp/127.0.0.1/$PORT && echo hello >&3"),
      ("UDP", "echo x > /dev/udp/127.0.0.1/$PORT"),
      ("a socket with a name", "python3 -c 'import socket; socket.socket(socket.AF_UNIX).connect(\"$OUT/socket\")'"),
      (
        "a socket without a name", "python3 -c 'import socket; socket.socket(socket.AF_UNIX).connect(\"\\0$ABSTRACT\")'"
      ),
      ("curl", "curl -s -m 2 http://127.0.0.1:$PORT/"),
      (
        "other addresses",
        "for a in 1.1.1.1 169.254.169.254 10.0.0.1; do timeout 1 bash -c \"exec 3<>/dev/tcp/$a/80\" && echo BROKEN; done"
      ),
      ("names", "timeout 2 getent hosts example.org && echo BROKEN"),
      (
        "raw packets",
        "python3 -c 'import socket; socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 3); print(\"BROKEN\")'"
      ),
      ("an interface", "ip link add v0 type veth && echo BROKEN; ip link set lo down && echo BROKEN"),
      (
        "daemons",
        "ls /run/docker.sock /var/run/docker.sock /run/dbus/system_bus_socket && echo BROKEN; docker ps && echo BROKEN; systemctl status && echo BROKEN"
      ),
      ("keys of an agent", "[ -n \"$SSH_AUTH_SOCK\" ] && echo BROKEN; ssh-add -l && echo BROKEN"),
      (
        "another namespace",
        "nsenter -t 1 -n true && echo BROKEN; nsenter -t $ME -a true && echo BROKEN; ip netns exec x true && echo BROKEN"
      ),
    ]

    private static let living: [(String, String)] = [
      ("in the background", "sleep $N & sleep $N >/dev/null 2>&1 & nohup sleep $N >/dev/null 2>&1 &"),
      ("a session of its own", "setsid -f sleep $N >/dev/null 2>&1; setsid sleep $N &"),
      ("timeout's group", "timeout 5000 sleep $N >/dev/null 2>&1 &"),
      ("job control", "set -m; sleep $N >/dev/null 2>&1 &"),
      ("forked twice, bare", "env -i setsid -f bash -c 'setsid -f sleep $N' >/dev/null 2>&1"),
      ("deaf", "setsid -f bash -c 'trap \"\" TERM HUP INT; sleep $N; sleep $N' >/dev/null 2>&1"),
      ("stopped", "setsid -f bash -c 'sleep $N & kill -STOP $!; kill -STOP $$' >/dev/null 2>&1"),
      ("other limits", "setsid -f bash -c 'ulimit -q 4096; sleep $N' >/dev/null 2>&1"),
      (
        "at a later time",
        "echo 'sleep $N' | at now && echo BROKEN; (crontab -l; echo '* * * * * x') | crontab - && echo BROKEN"
      ),
      ("killing who watches", "kill -9 1; kill -9 $PPID; kill -9 $ME && echo BROKEN; kill -9 -1; setsid -f sleep $N"),
      ("stopping who watches", "kill -STOP $PPID; kill -STOP 1; kill -STOP $ME && echo BROKEN; true"),
      ("killing all", "kill -9 -1"),
    ]

    private static let taking: [(String, String)] = [
      ("forking without end", "bomb() { bomb | bomb & }; bomb; sleep 3"),
      (
        "a file without end",
        "truncate -s 100G big && echo BROKEN; dd if=/dev/zero of=big2 bs=1 count=1 seek=100G && echo BROKEN"
      ),
      ("memory", "python3 -c 'bytearray(1 << 40); print(\"BROKEN\")'"),
      ("shared memory without end", "fallocate -l 3G /dev/shm/x && echo BROKEN; fallocate -l 1G /x && echo BROKEN"),
      (
        "higher limits",
        "ulimit -f unlimited && echo BROKEN; ulimit -c unlimited && echo BROKEN; ulimit -d unlimited && echo BROKEN"
      ),
      ("a higher rank", "renice -n -5 -p $$ && echo BROKEN; echo -900 > /proc/self/oom_score_adj && echo BROKEN"),
      (
        "another user",
        "su nobody -s /bin/true && echo BROKEN; sudo -n true && echo BROKEN; setpriv --reuid 1 true && echo BROKEN"
      ),
      ("the clock and the machine", "date -s @$(date +%s) && echo BROKEN; hostname evil && echo BROKEN"),
      ("modules and traces", "modprobe dummy && echo BROKEN; dmesg | head -1 | grep . && echo BROKEN; true"),
    ]
  }

#endif
