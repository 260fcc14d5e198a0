/// Which files are secrets by their name: what agents may not read unless a rule names it.
///
/// By name only: looking inside would be reading it. Names count in either case, since file systems may not tell them
/// apart.
public enum SecretFiles {
  private static let names: Set<String> = [
    ".env", ".envrc", ".netrc", "_netrc", ".npmrc", ".pypirc", ".pgpass", ".my.cnf", ".htpasswd", ".git-credentials",
    ".vault-token", ".dockercfg", "credentials", "credentials.json", "credentials.toml", "credentials.yml",
    "credentials.yaml", "credentials.xml", "secrets.json", "secrets.yml", "secrets.yaml", "secrets.toml",
    "application_default_credentials.json", "service-account.json", "client_secret.json", "kubeconfig", "shadow",
    "gshadow", "master.passwd", "id_rsa", "id_dsa", "id_ecdsa", "id_ed25519", "id_ecdsa_sk", "id_ed25519_sk",
    ".terraformrc", "terraform.tfstate",
  ]
  private static let suffixes = [
    ".pem", ".key", ".p12", ".pfx", ".jks", ".keystore", ".kdbx", ".ppk", ".asc.key", ".gpg", ".ovpn", ".p8",
    ".tfvars", ".mobileprovision",
  ]
  private static let folders: Set<String> = [
    ".ssh", ".gnupg", ".aws", ".azure", ".kube", ".docker", ".password-store", "keychains", ".gcloud",
  ]
  private static let folderPairs: Set<String> = [".config/gcloud", ".config/gh", ".config/op", ".local/keyrings"]
  /// What stands behind `.env.` in a file that is there to be read.
  private static let openEnvironments: Set<String> = ["example", "sample", "template", "dist", "defaults"]

  /// Whether a path, a bare name or a pattern of a rule names a secret.
  public static func contains(_ path: String) -> Bool {
    let parts = path.lowercased().pathNames
    guard let name = parts.last else { return false }
    if names.contains(name) || suffixes.contains(where: { name.hasSuffix($0) && name != $0 }) { return true }
    if name.hasPrefix(".env.") {
      return !openEnvironments.contains(name.split(separator: ".").last.map(String.init) ?? "")
    }
    if parts.contains(where: folders.contains) {
      // Public halves are there to be given away.
      return !name.hasSuffix(".pub") && name != "known_hosts"
    }
    return zip(parts, parts.dropFirst()).contains { folderPairs.contains("\($0)/\($1)") }
  }
}
