import ActionPlan
import AirQuality
import Ledger
import Steering

/// The page of the veto look-up, ready for its template.
struct VetoView: Sendable {
  struct Row: Sendable {
    let href: String
    let title: String
  }

  struct Answer: Sendable {
    let label: String
    let clause: String
    let tone: String
    let result: String
    let by: String
    let isBarred: Bool
    let rows: [Row]
  }

  struct Firm: Sendable {
    let name: String
    let code: String
    let tone: String
    let result: String
    let answers: [Answer]
  }

  let asked: String
  let day: String
  let isUnknown: Bool
  let unknown: String
  let hasNoRules: Bool
  let firms: [Firm]

  init(_ check: VetoCheck, plan: Plan, texts: Texts) {
    asked = check.asked
    day = texts("veto.asOf", ["day": "\(check.day)"])
    isUnknown = !check.asked.isEmpty && check.facilities.isEmpty
    unknown = texts("veto.unknown", ["asked": check.asked])
    hasNoRules = plan.vetoes.isEmpty
    func result(_ isBarred: Bool) -> (String, String) {
      isBarred ? ("bad", texts("veto.barred")) : ("good", texts("veto.free"))
    }
    firms = check.facilities.map { found in
      let (tone, text) = result(found.isBarred)
      return Firm(
        name: texts(found.facility.name), code: found.facility.creditCode ?? found.facility.id,
        tone: tone, result: text,
        answers: found.answers.map { answer in
          let veto = plan.vetoes.first { $0.id == answer.veto }
          let register = plan.register(answer.register)
          let (tone, text) = result(answer.isBarred)
          return Answer(
            label: veto.map { texts($0.label) } ?? answer.veto, clause: veto?.clause ?? "",
            tone: tone, result: text,
            by: texts(
              "veto.barredBy",
              [
                "register": register.map { texts($0.label) } ?? answer.register,
                "count": "\(answer.rows.count)",
              ]),
            isBarred: answer.isBarred,
            rows: answer.rows.map { row in
              Row(href: "/registers/\(answer.register)/rows/\(row.id)", title: "#\(row.id)")
            })
        })
    }
  }
}
