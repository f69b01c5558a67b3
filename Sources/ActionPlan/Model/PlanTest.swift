public import AirQuality

/// A test in the plan's folder: rows and samples go in, and an element of the plan must respond. 计划测试
///
/// A clause is carried out when such a test of it passes, and fails once what it tests is taken away.
public struct PlanTest: Sendable, Hashable {
  /// What happens, in order; each stands at a local time of the plan.
  public enum Step: Sendable, Hashable {
    /// The clock of the test moves on to this local time (epoch seconds).
    case at(Int)
    /// Rows are added; values as a person writes them, by field id. `times` the same.
    case rows(register: String, [[String: String]], times: Int)
    /// Fields of the rows that fulfil the filter change.
    case change(register: String, filter: RowFilter, [String: String])
    /// Rows that fulfil the filter are removed.
    case remove(register: String, filter: RowFilter)
    /// A point reports a value every `everySeconds`, from the clock's time on for so long; the clock
    /// moves on with it.
    case samples(
      point: String, quantity: String, value: ExactDecimal, seconds: Int, everySeconds: Int)
    /// A unit reports on its task of the clause.
    case report(clause: String, unit: String, text: String)
    /// The report is accepted, or returned with a ground.
    case accept(clause: String, unit: String)
    case giveBack(clause: String, unit: String, why: String)
    case expect(Expectation)
  }

  public enum Expectation: Sendable, Hashable {
    /// An indicator's value as printed, its lamp; nil where it does not matter.
    case indicator(String, value: ExactDecimal?, lamp: IndicatorLamp?)
    /// So many findings of a rule so far.
    case findings(rule: String, count: Int)
    /// So many open cases of a procedure.
    case cases(procedure: String, count: Int)
    case task(clause: String, unit: String, state: String)
    /// What a facility's credit stands at.
    case credit(scheme: String, facility: String, points: ExactDecimal, isBlacklisted: Bool?)
    case veto(String, facility: String, isBarred: Bool)
    /// The word that a check answers with to such input, by key.
    case check(String, input: [String: String], answer: String)
    /// A row that the register refuses, by the field that is at fault.
    case refused(register: String, row: [String: String], field: String)
  }

  public struct Entry: Sendable, Hashable {
    public let step: Step
    /// Where it stands, for the message of a failure.
    public let location: Location

    public init(step: Step, location: Location) {
      self.step = step
      self.location = location
    }
  }

  public let id: String
  /// The clause whose carrying out it shows.
  public let clause: String
  public let entries: [Entry]

  public init(id: String, clause: String, entries: [Entry]) {
    self.id = id
    self.clause = clause
    self.entries = entries
  }
}
