import ActionPlan
import Casework
import Hummingbird
import Ledger

/// Which cases a list shows, as its address says it.
struct CaseListQuery: Sendable, Hashable {
  /// The tabs of the list.
  enum Show: String, Sendable, CaseIterable {
    case mine, open, late, closed, all
  }

  var show: Show
  var state: String?
  var unit: String?
  var procedure: String?
  var priority: CasePriority?
  var severity: Severity?
  /// Its id; its cases are also those of what a person said is the same one.
  var facility: String?
  /// With a number in this other system of the plan; where it says something else than here.
  var system: String?
  var differs: Bool
  var text: String
  var after: CaseCursor?
  /// Four times as many on one page, to change many at once.
  var isLong: Bool

  var pageLength: Int { isLong ? CaseBook.pageLimit : 50 }

  /// The desk's short addresses stand for tabs: `late=1`, `open=0`, `mine=1`.
  init(_ parameters: Parameters) {
    func text(_ name: String) -> String? {
      let value = parameters.get(name)?.replacing("+", with: " ").trimmingBlanks() ?? ""
      return value.isEmpty ? nil : value
    }
    if let asked = text("show").flatMap(Show.init(rawValue:)) {
      show = asked
    } else if text("mine") == "1" {
      show = .mine
    } else if text("late") == "1" {
      show = .late
    } else if let open = text("open") {
      show = open == "0" ? .closed : .open
    } else {
      show = .open
    }
    state = text("state")
    unit = text("unit")
    procedure = text("procedure")
    priority = text("priority").flatMap(CasePriority.init(rawValue:))
    severity = text("severity").flatMap(Severity.init(rawValue:))
    facility = text("facility")
    system = text("system")
    differs = text("differs") == "1"
    self.text = String((text("q") ?? "").prefix(CaseFilter.textLimit))
    after = text("after").flatMap { CaseCursor($0) }
    isLong = text("long") == "1"
  }

  /// Whether a parameter of the address has a value that it can have.
  static func knows(_ name: String, _ value: String) -> Bool {
    switch name {
    case "show": Show(rawValue: value) != nil
    case "priority": CasePriority(rawValue: value) != nil
    case "severity": Severity(rawValue: value) != nil
    default: CaseCursor(value) != nil
    }
  }

  /// - Parameter account: whose cases `mine` are.
  func filter(for account: Account) -> CaseFilter {
    var filter = CaseFilter(
      state: state, unit: unit, procedure: procedure, priority: priority, severity: severity,
      text: text, order: .newestFirst)
    filter.facility = facility
    filter.system = system
    filter.differs = differs
    switch show {
    case .mine:
      filter.isOpen = true
      filter.mine = account.unit
      filter.order = .dueFirst
    case .open:
      filter.isOpen = true
      filter.order = .dueFirst
    case .late:
      filter.isLate = true
      filter.order = .dueFirst
    case .closed: filter.isOpen = false
    case .all: break
    }
    return filter
  }

  /// The address of the same list with another tab or another page.
  func href(show: Show? = nil, after: CaseCursor? = nil) -> String {
    "/cases?"
      + parts(show: show, after: after).map { "\($0.name)=\(LocalPath.encode($0.value))" }
      .joined(separator: "&")
  }

  /// Names and values of the address.
  func parts(
    show: Show? = nil, after: CaseCursor? = nil
  ) -> [(name: String, value: String)] {
    var parts = [(name: "show", value: (show ?? self.show).rawValue)]
    func add(_ name: String, _ value: String?) {
      if let value, !value.isEmpty { parts.append((name, value)) }
    }
    add("state", show == nil ? state : nil)
    add("unit", unit)
    add("procedure", procedure)
    add("priority", priority?.rawValue)
    add("severity", severity?.rawValue)
    add("facility", facility)
    add("system", system)
    add("differs", differs ? "1" : nil)
    add("q", text)
    add("long", isLong ? "1" : nil)
    add("after", after?.description)
    return parts
  }
}
