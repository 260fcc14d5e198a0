// Letters as Python's methods treat them. Each code point is changed by itself and keeps its mark.

extension Text {
  private var isASCII: Bool { bytes.allSatisfy { $0 < 0x80 } }

  var lowercased: Text {
    if isASCII { return mappedBytes { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 } }
    let all = scalars.map(\.scalar)
    return mapped { scalar, number in
      scalar == "\u{3A3}" ? Self.sigma(at: number, in: all) : scalar.properties.lowercaseMapping
    }
  }

  /// The small letter of a capital sigma: another one at the end of a word.
  private static func sigma(at place: Int, in scalars: [Unicode.Scalar]) -> String {
    let before = scalars[..<place].last { !$0.properties.isCaseIgnorable }?.properties.isCased ?? false
    let after = scalars[(place + 1)...].first { !$0.properties.isCaseIgnorable }?.properties.isCased ?? false
    return before && !after ? "\u{3C2}" : "\u{3C3}"
  }

  var uppercased: Text {
    if isASCII { return mappedBytes { $0 >= 0x61 && $0 <= 0x7A ? $0 & 0xDF : $0 } }
    return mapped { scalar, _ in scalar.properties.uppercaseMapping }
  }

  private func mappedBytes(_ change: (UInt8) -> UInt8) -> Text {
    let changed = bytes.map(change)
    return runs.isEmpty
      ? Text(bytes: changed, mark: mark, isSafe: isSafe) : Text(bytes: changed, runs: runs, isSafe: isSafe)
  }

  var capitalized: Text {
    mapped { scalar, number in
      number == 0 ? scalar.properties.titlecaseMapping : scalar.properties.lowercaseMapping
    }
  }

  var swappedCase: Text {
    mapped { scalar, _ in
      let properties = scalar.properties
      return properties.isUppercase
        ? properties.lowercaseMapping : properties.isLowercase ? properties.uppercaseMapping : String(scalar)
    }
  }

  /// A capital after everything that has no case.
  var titled: Text {
    var follows = false
    return mapped { scalar, _ in
      let properties = scalar.properties
      defer { follows = scalar.isCased }
      return follows ? properties.lowercaseMapping : properties.titlecaseMapping
    }
  }

  /// Of the methods that ask about every character.
  func satisfies(_ method: StringMethod) -> Bool {
    let scalars = scalars.map(\.scalar)
    switch method {
    case .isascii: return isASCII
    case .isprintable: return scalars.allSatisfy(\.isPrintable)
    case .islower: return scalars.contains(where: \.isCased) && !scalars.contains { $0.isUpperOrTitle }
    case .isupper: return scalars.contains(where: \.isCased) && !scalars.contains { $0.properties.isLowercase }
    case .istitle: return isTitled(scalars)
    case .isidentifier:
      guard let first = scalars.first else { return false }
      return (first == "_" || first.properties.isXIDStart)
        && scalars.allSatisfy { $0.properties.isXIDContinue }
    default: break
    }
    guard !scalars.isEmpty else { return false }
    return scalars.allSatisfy { scalar in
      let properties = scalar.properties
      let isDecimal = properties.generalCategory == .decimalNumber
      let isDigit = isDecimal || properties.numericType == .digit
      return switch method {
      case .isspace: Text.isSpace(scalar)
      case .isalpha: scalar.isLetter
      case .isdecimal: isDecimal
      case .isdigit: isDigit
      case .isnumeric: properties.numericType != nil
      case .isalnum: scalar.isLetter || isDigit || properties.numericType != nil
      default: false
      }
    }
  }

  private func isTitled(_ scalars: [Unicode.Scalar]) -> Bool {
    var follows = false
    var hasAny = false
    for scalar in scalars {
      if scalar.isUpperOrTitle {
        if follows { return false }
        follows = true
        hasAny = true
      } else if scalar.properties.isLowercase {
        if !follows { return false }
        hasAny = true
      } else {
        follows = false
      }
    }
    return hasAny
  }

  /// The text with what means something in HTML written as entities; marked as safe.
  func escaped() -> Text {
    if isSafe { return self }
    var builder = TextBuilder()
    for (scalar, range) in scalars {
      let entity: String? =
        switch scalar {
        case "&": "&amp;"
        case "<": "&lt;"
        case ">": "&gt;"
        case "'": "&#39;"
        case "\"": "&#34;"
        default: nil
        }
      let mark = mark(at: range.lowerBound)
      if let entity { builder.append(entity, mark: mark) } else { builder.append(bytes[range], mark: mark) }
    }
    return builder.text(safe: true)
  }
}

extension Unicode.Scalar {
  var isUpperOrTitle: Bool { properties.isUppercase || properties.generalCategory == .titlecaseLetter }

  var isCased: Bool { properties.isLowercase || isUpperOrTitle }

  /// What Python's `str.isalpha` says.
  var isLetter: Bool {
    switch properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
    default: false
    }
  }
}
