import ActionPlan
import Casework
import Ledger

/// The ledger of rewards, ready for its template.
struct RewardsView: Sendable {
  /// The tabs of the page.
  enum Show: String, Sendable, CaseIterable {
    case proposed, doubtful, approved, paid, others

    var states: Set<Reward.State> {
      switch self {
      case .proposed: [.proposed]
      case .approved: [.approved]
      case .paid: [.paid]
      case .doubtful: [.proposed, .approved, .paid]
      case .others: [.refused, .excluded]
      }
    }

    /// Where a reward of a state stands, whether it is doubtful or not.
    init(_ state: Reward.State) {
      self =
        switch state {
        case .proposed: .proposed
        case .approved: .approved
        case .paid: .paid
        case .refused, .excluded: .others
        }
    }
  }
  struct Tab: Sendable {
    let href: String
    let name: String
    let isChosen: Bool
  }
  struct Figure: Sendable {
    let figureName: String
    let figure: String
  }
  /// Another reward that may be, or was said not to be, for the same fact.
  struct Doubt: Sendable {
    let doubtAnchor: String
    let otherName: String
    let otherHref: String
    let otherCaseHref: String
    let opensOther: Bool
    let ground: String
    let isOpenDoubt: Bool
    let decided: String
    let isDecided: Bool
    let maySettle: Bool
    let settleAction: String
    let settleRequest: String
  }
  struct Line: Sendable {
    let anchor: String
    let rewardName: String
    let kindName: String
    let amount: String
    let caseNumber: String
    let caseHref: String
    let opensCase: Bool
    let facts: String
    let reason: String
    let hasReason: Bool
    let doubts: [Doubt]
    let isDoubtful: Bool
    let mayApprove: Bool
    let mayRefuse: Bool
    let mayPay: Bool
    let mayOpen: Bool
    let isOpened: Bool
    let identity: String
    let approveAction: String
    let refuseAction: String
    let payAction: String
    let openAction: String
    let version: String
    let request: String
  }

  let tabs: [Tab]
  let figures: [Figure]
  let hasBudget: Bool
  let year: String
  let problem: String
  let hasProblem: Bool
  let lines: [Line]
  let isEmpty: Bool
  let noteLimit: String
  let mayReports: Bool

  init(
    _ rewards: [(Reward, [RewardDoubt])], show: Show, budget: RewardBudget?, people: RowPeople,
    account: Account, opened: (Int64, String)?, problem: String, names: PlanNames, time: LocalTime
  ) {
    let texts = names.texts
    tabs = Show.allCases.map {
      Tab(
        href: "/rewards?show=\($0.rawValue)", name: texts("rewards.show-\($0.rawValue)"),
        isChosen: $0 == show)
    }
    figures =
      budget.map { budget in
        [
          ("budget", budget.budget), ("approved", budget.approved), ("paid", budget.paid),
          ("left", budget.left),
        ].map { name, yuan in
          Figure(
            figureName: texts("rewards.figure-\(name)"),
            figure: texts("rewards.yuan", ["n": "\(yuan)"]))
        }
      } ?? []
    hasBudget = budget != nil
    year = budget.map { "\($0.year)" } ?? ""
    self.problem = problem
    hasProblem = !problem.isEmpty
    lines = rewards.map { reward, doubts in
      Line(
        reward, doubts, people: people, account: account,
        identity: opened?.0 == reward.id ? opened?.1 : nil, names: names, time: time)
    }
    isEmpty = rewards.isEmpty
    noteLimit = "\(RewardBook.noteLimit)"
    mayReports = Policy.may(account, .viewDesk)
  }
}

extension RewardsView.Line {
  init(
    _ reward: Reward, _ all: [RewardDoubt], people: RowPeople, account: Account,
    identity: String?, names: PlanNames, time: LocalTime
  ) {
    let texts = names.texts
    let wording = RewardWording(names)
    func name(_ actor: String?) -> String { actor.map { people.name($0) } ?? "" }
    rewardName = wording.short(reward)
    doubts = all.filter { $0.isOpen || $0.decision != nil }.map {
      RewardsView.Doubt($0, of: reward, people: people, account: account, wording, time: time)
    }
    isDoubtful = doubts.contains { $0.isOpenDoubt }
    anchor = "reward-\(reward.id)"
    kindName = wording.kind(reward)
    amount = texts("rewards.yuan", ["n": "\(reward.yuan)"])
    caseNumber = reward.file.number
    caseHref = "/cases/\(reward.file.id)"
    // Who pays works no cases.
    opensCase = Policy.caseFilter(account) == .all
    var said = [texts("rewards.proposed", ["at": time.minute(reward.proposedAt)])]
    if let at = reward.decidedAt {
      said.append(
        texts(
          reward.state == .refused ? "rewards.refused" : "rewards.approved",
          ["who": name(reward.decidedBy), "at": time.minute(at)]))
    }
    if let at = reward.paidAt {
      said.append(
        texts(
          "rewards.paid",
          [
            "who": name(reward.paidBy), "at": time.minute(at), "receipt": reward.receipt ?? "",
          ]))
    }
    facts = said.joined(separator: " · ")
    reason =
      reward.state == .excluded
      ? texts("rewards.excluded-\(reward.reason ?? "")") : reward.reason ?? ""
    hasReason = !reason.isEmpty
    let approves = Policy.may(account, .approveReward)
    let pays = Policy.may(account, .payReward)
    mayApprove = approves && reward.state == .proposed && !isDoubtful
    mayRefuse = approves && [.proposed, .approved].contains(reward.state)
    mayPay = pays && reward.state == .approved
    mayOpen = pays && [.approved, .paid].contains(reward.state)
    isOpened = identity != nil
    self.identity = identity ?? ""
    approveAction = "/rewards/\(reward.id)/approval"
    refuseAction = "/rewards/\(reward.id)/refusal"
    payAction = "/rewards/\(reward.id)/payment"
    openAction = "/rewards/\(reward.id)/identity"
    version = "\(reward.version)"
    request = RequestID.make()
  }
}
