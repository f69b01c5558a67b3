import Testing

/// One mistake a plan's writer may make.
struct Mistake: Sendable, CustomTestStringConvertible {
  let name: String
  let file: String
  let old: String
  let new: String
  let told: [String]

  init(_ name: String, _ file: String, _ old: String, _ new: String, _ told: [String]) {
    self.name = name
    self.file = file
    self.old = old
    self.new = new
    self.told = told
  }

  static let all: [Mistake] = [
    inElements, inObjectives, inRules, inRowRules, inProcedures, inClauses, inLedgers, inConditions,
    inIndicators, inStanding, inRoles, inSystems, inSources, inTests, inChecks, inDocuments,
    inCalendar, inCaseRules, inReports, inQuality,
  ].flatMap { $0 }

  var testDescription: String { name }
}
