import ArgumentParser

/// The command line of Lantian.
@main
struct Lantian: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lantian",
    abstract: "Runs a district's clean-air action plan.",
    subcommands: [
      ServeCommand.self, PlanGroup.self, AccountGroup.self, DeviceGroup.self, RegisterGroup.self,
      FacilityGroup.self, CaseGroup.self, DocumentGroup.self, OutboxGroup.self,
      SourceGroup.self, ForwardGroup.self, EvidenceGroup.self,
      IntakeGroup.self, BackupCommand.self, RestoreCommand.self, AuditGroup.self, HJ212Group.self,
      AirGroup.self, ObjectiveGroup.self, IndicatorGroup.self, CheckGroup.self, TaskGroup.self,
      RuleGroup.self, BriefCommand.self, StoreGroup.self,
      SimulateCommand.self, ReplayCommand.self,
    ])
}
