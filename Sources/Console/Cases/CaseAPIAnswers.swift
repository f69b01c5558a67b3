import ActionPlan
import Casework

/// A case for a program; times are epoch seconds.
struct CaseItem: Encodable, Sendable {
  let id: Int64
  let number: String
  let version: Int
  let procedure: String
  let state: String
  let severity: String
  let priority: String
  let unit: String?
  let facility: String?
  let place: String?
  let openedAt: Int
  let dueAt: Int?
  let closedAt: Int?
  let isSuspended: Bool
  let mergedInto: String?
  let causeClass: String?

  init(_ file: CaseFile) {
    id = file.id
    number = file.number
    version = file.version
    procedure = file.procedure
    state = file.state
    severity = file.severity.rawValue
    priority = file.priority.rawValue
    unit = file.assignedUnit
    facility = file.facility
    place = file.place
    openedAt = file.openedAt
    dueAt = file.dueAt
    closedAt = file.closedAt
    isSuspended = file.suspension != nil
    mergedInto = file.mergedInto?.number
    causeClass = file.causeClass?.rawValue
  }
}

/// One page of cases for a program.
struct CaseListAnswer: Encodable, Sendable {
  let cases: [CaseItem]
  /// Where the next page begins; left out on the last.
  let next: String?

  init(_ page: CasePage) {
    cases = page.cases.map(CaseItem.init)
    next = page.next?.description
  }
}

/// A case after what a program did with it.
struct CaseChangedAnswer: Encodable, Sendable {
  let `case`: CaseItem

  init(_ file: CaseFile) { `case` = CaseItem(file) }
}

/// A case with what the account may do now.
struct CaseDetailAnswer: Encodable, Sendable {
  struct Step: Encodable, Sendable {
    let step: String
    let label: Label
    let isSkip: Bool
    let isReturn: Bool
    let needs: [String]
    /// `none`, `confirm` or `choose`.
    let unit: String
    /// The unit that it goes to unless another is named.
    let proposedUnit: String?
    /// An earlier step of the same account that bars it from this one.
    let barredBy: String?

    init(_ open: OpenStep) {
      step = open.step.to
      label = open.step.label
      isSkip = open.isSkip
      isReturn = open.step.isReturn
      needs = open.needs.map(\.rawValue)
      switch open.unitChoice {
      case .none: (unit, proposedUnit) = ("none", nil)
      case .choose: (unit, proposedUnit) = ("choose", nil)
      case .confirm(let proposed): (unit, proposedUnit) = ("confirm", proposed)
      }
      barredBy = open.barredBy
    }
  }
  struct Choice: Encodable, Sendable {
    let id: String
    let label: Label
  }

  let `case`: CaseItem
  let stateLabel: Label?
  let steps: [Step]
  let acts: [String]
  let causes: [Choice]
  /// Units that have yet to take their share of the present step.
  let waitingUnits: [String]
  /// In other systems.
  let numbers: [OutsideNumber]

  init(_ detail: CaseDetail) {
    `case` = CaseItem(detail.file)
    stateLabel = detail.procedure.label(ofState: detail.file.state)
    steps = detail.openSteps.map(Step.init)
    acts = detail.openActs.map(\.rawValue)
    causes = detail.procedure.causes.map { Choice(id: $0.id, label: $0.label) }
    waitingUnits = detail.waitingUnits
    numbers = detail.numbers
  }
}
