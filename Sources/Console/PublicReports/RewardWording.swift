import ActionPlan
import Casework
import Ledger

/// How rewards, the doubts between them, and refusals are told.
struct RewardWording {
  private let names: PlanNames
  private var texts: Texts { names.texts }

  init(_ names: PlanNames) { self.names = names }

  func kind(_ reward: Reward) -> String {
    let kind = names.plan.reports?.rewards?.kinds.first { $0.id == reward.kind }
    return kind.map { texts($0.label) } ?? reward.kind
  }

  /// By number, with the number of its report.
  func short(_ reward: Reward) -> String {
    texts("rewards.short", ["reward": "\(reward.id)", "report": "\(reward.report)"])
  }

  /// With what it is for and how far it is.
  func full(_ reward: Reward) -> String {
    var values = values(reward.name)
    values["kind"] = kind(reward)
    values["yuan"] = texts("rewards.yuan", ["n": "\(reward.yuan)"])
    values["state"] = texts("rewards.state-\(reward.state.rawValue)")
    return texts("rewards.full", values)
  }

  func ground(_ doubt: RewardDoubt) -> String {
    texts("rewards.ground-\(doubt.ground.rawValue)", ["n": "\(doubt.metres ?? 0)"])
  }

  func fault(_ refusal: RewardRefusal) -> String {
    var values: [String: String] = [:]
    switch refusal {
    case .overBudget(let left): values["left"] = "\(left)"
    case .sameFact(let others):
      values["others"] = others.map { texts("rewards.named", self.values($0)) }
        .joined(separator: texts("layout.separator"))
    case .rowRefused(let id, let field, let found):
      let register = names.plan.register(id)
      values["register"] = register.map { texts($0.label) } ?? id
      values["field"] = register?.field(field).map { texts($0.label) } ?? field
      values["found"] = found
    default: break
    }
    return texts("rewards.fault-\(refusal.code)", values)
  }

  private func values(_ name: Reward.Name) -> [String: String] {
    ["reward": "\(name.reward)", "report": "\(name.report)", "number": name.file]
  }
}

extension RewardsView.Doubt {
  init(
    _ doubt: RewardDoubt, of reward: Reward, people: RowPeople, account: Account,
    _ wording: RewardWording, time: LocalTime
  ) {
    let texts = people.names.texts
    doubtAnchor = "\(reward.id)-\(doubt.other.id)"
    otherName = wording.full(doubt.other)
    let show = RewardsView.Show.allCases.first {
      $0 != .doubtful && $0.states.contains(doubt.other.state)
    }
    otherHref = "/rewards?show=\(show?.rawValue ?? "")#reward-\(doubt.other.id)"
    otherCaseHref = "/cases/\(doubt.other.file.id)"
    opensOther = Policy.caseFilter(account) == .all
    ground = wording.ground(doubt)
    isOpenDoubt = doubt.isOpen && reward.state.isAlive
    decided =
      doubt.decision.map { decision in
        texts(
          "rewards.decided-\(decision.verdict.rawValue)",
          [
            "who": people.name(decision.by), "at": time.minute(decision.at),
            "reason": decision.reason,
          ])
      } ?? ""
    isDecided = doubt.decision != nil
    maySettle = isOpenDoubt && Policy.may(account, .approveReward)
    settleAction = "/rewards/\(reward.id)/doubts/\(doubt.other.id)"
    settleRequest = RequestID.make()
  }
}
