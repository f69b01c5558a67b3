import ActionPlan
import Checks
import Foundation
import Ledger

extension FolderCommand {
  struct CheckQuestion: Codable, Sendable {
    var check: String
    var input: [String: String]
    var isJSON: Bool
  }

  static func listChecks(in district: OpenDistrict) throws -> [String] {
    let plan = try servedPlan(of: district)
    guard !plan.checks.isEmpty else { return ["the plan has no checks"] }
    return plan.checks.map { check in
      let keys = CheckRunner.keys(of: check).map { $0.isRequired ? $0.name : "[\($0.name)]" }
      return "\(check.id) (\(check.kind.word), \(check.clause)) \(check.label.zh): "
        + keys.joined(separator: " ")
    }
  }

  static func askCheck(
    _ question: CheckQuestion, in district: OpenDistrict
  ) async throws -> [String] {
    let plan = try servedPlan(of: district)
    guard let check = plan.check(question.check) else {
      let known = plan.checks.map(\.id).joined(separator: ", ")
      throw CommandRefusal("the plan has no check \"\(question.check)\"; it has \(known)")
    }
    let now = district.now()
    let answer = try await district.ledger.read { db in
      try CheckRunner.answer(
        check: check, input: question.input, plan: plan, now: now, in: db)
    }
    guard question.isJSON else { return lines(of: answer) }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return [String(decoding: try encoder.encode(answer), as: UTF8.self)]
  }

  private static func lines(of answer: CheckAnswer) -> [String] {
    ["\(answer.check): \(answer.code)"]
      + answer.reasons.map { reason in
        let values = reason.values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        let why = reason.why.map { "\($0.zh) / \($0.en)" }
        return ["  \(reason.weight.rawValue)", reason.code, why, values.joined(separator: " ")]
          .compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: "  ")
      }
  }

  private static func servedPlan(of district: OpenDistrict) throws -> Plan {
    guard let plan = try district.planIfAny() else {
      throw CommandRefusal(
        "\(district.folder.layout.folder) has no plan yet; name one with --plan, or serve it once")
    }
    return plan
  }
}
