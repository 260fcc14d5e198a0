// What `strftime_now` writes.

import System

extension CivilTime {
  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
  ]
  private static let weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]

  /// The moment as `strftime` of C writes it in the C locale; what is no directive stays as it is.
  func formatted(_ format: String) -> String {
    var result = ""
    var scalars = format.unicodeScalars.makeIterator()
    while let scalar = scalars.next() {
      guard scalar == "%" else {
        result.unicodeScalars.append(scalar)
        continue
      }
      guard var directive = scalars.next() else {
        result += "%"
        break
      }
      var padding: Unicode.Scalar? = "0"
      var written = "%"
      if directive == "-" || directive == "_" || directive == "0" {
        written.unicodeScalars.append(directive)
        padding = directive == "-" ? nil : directive == "_" ? " " : "0"
        guard let next = scalars.next() else {
          result += written
          break
        }
        directive = next
      }
      written.unicodeScalars.append(directive)
      result += expansion(of: directive, padding) ?? written
    }
    return result
  }

  private func expansion(of directive: Unicode.Scalar, _ padding: Unicode.Scalar?) -> String? {
    func number(_ value: Int, _ width: Int, _ filling: Unicode.Scalar? = nil) -> String {
      let digits = String(value)
      guard let padding = padding == "0" ? (filling ?? "0") : padding else { return digits }
      return String(repeating: String(Character(padding)), count: max(0, width - digits.count)) + digits
    }
    let weekday = Self.weekdays[weekdayIndex]
    let monthName = Self.months[min(max(month, 1), 12) - 1]
    let halfDayHour = hour % 12 == 0 ? 12 : hour % 12
    switch directive {
    case "Y": return String(year)
    case "C": return number(year / 100, 2)
    case "y": return number(year % 100, 2)
    case "m": return number(month, 2)
    case "d": return number(day, 2)
    case "e": return number(day, 2, " ")
    case "H": return number(hour, 2)
    case "I": return number(halfDayHour, 2)
    case "k": return number(hour, 2, " ")
    case "l": return number(halfDayHour, 2, " ")
    case "M": return number(minute, 2)
    case "S": return number(second, 2)
    case "f": return "000000"
    case "j": return number(dayOfYear, 3)
    case "p": return hour < 12 ? "AM" : "PM"
    case "P": return hour < 12 ? "am" : "pm"
    case "A": return weekday
    case "a": return String(weekday.prefix(3))
    case "B": return monthName
    case "b", "h": return String(monthName.prefix(3))
    case "w": return String(weekdayIndex)
    case "u": return String(weekdayIndex == 0 ? 7 : weekdayIndex)
    case "n": return "\n"
    case "t": return "\t"
    case "%": return "%"
    case "Z", "z": return ""
    case "F": return formatted("%Y-%m-%d")
    case "T", "X": return formatted("%H:%M:%S")
    case "R": return formatted("%H:%M")
    case "D", "x": return formatted("%m/%d/%y")
    case "r": return formatted("%I:%M:%S %p")
    case "c": return formatted("%a %b %e %H:%M:%S %Y")
    default: return nil
    }
  }

  /// 0 is Sunday; Zeller's way, by months that begin in March.
  private var weekdayIndex: Int {
    let early = month < 3
    let ofYear = early ? year - 1 : year
    let ofMonth = early ? month + 12 : month
    let sum = day + (13 * (ofMonth + 1)) / 5 + ofYear + ofYear / 4 - ofYear / 100 + ofYear / 400
    return ((sum + 6) % 7 + 7) % 7
  }

  private var dayOfYear: Int {
    let isLeap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
    let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return lengths.prefix(max(0, month - 1)).reduce(0, +) + day
  }
}
