/// What besides rules opens cases: alarms of cameras and reports of the public.
extension PlanReader {
  func intake(_ value: Value, _ name: String) -> Intake {
    guard let table = Table(value, "\"intake\" of \(name)", .intake, log: log) else {
      return Intake()
    }
    let kinds = table["camera"].flatMap { list($0, "\"camera\" of \(table.name)") } ?? []
    let triage = table["triage"].flatMap { self.triage($0, table.name) }
    if let value = table["triage"], kinds.isEmpty {
      log.error(
        value.location, "\(table.name) says how alarms are looked through, but takes in none",
        "add camera: […], or remove triage")
    }
    return Intake(
      cameraAlarms: kinds.compactMap(alarm), triage: triage,
      reportCategories: table["report"].flatMap { choices($0, "\"report\" of \(table.name)") } ?? []
    )
  }

  /// A kind of alarm with its label; one without is called by its id.
  private func alarm(_ value: Value) -> Field.Choice? {
    let name = "a kind of camera alarm"
    guard case .table = value.content else {
      return id(value, .word, name).map { Field.Choice(id: $0, label: .same($0)) }
    }
    guard let table = Table(value, name, .choice, log: log),
      let id = table.required("choice", "name it: choice: fire").flatMap({ id($0, .word, name) }),
      let label = label(table)
    else { return nil }
    return Field.Choice(id: id, label: label)
  }

  private func triage(_ value: Value, _ name: String) -> AlarmTriage? {
    guard let table = Table(value, "\"triage\" of \(name)", .triage, log: log) else { return nil }
    let within = table.required("within", "add within: 10 min")
      .flatMap { duration($0, "\"within\" of \(table.name)", atLeast: 1) }
    let join = table["join"].flatMap { self.join($0, table.name) }
    let late = table["late"].map { lateness($0, table.name) } ?? []
    for level in late where level.draft != nil {
      log.error(
        table.location(of: "late"), "\"late\" of \(table.name) drafts a document of an alarm",
        "name whom to tell; documents are drafted of cases")
      return nil
    }
    let told: Set<Step.Actor> = [.duty, .lead, .leader]
    if late.contains(where: { !told.isSuperset(of: $0.tell) }) {
      log.error(
        table.location(of: "late"),
        "\"late\" of \(table.name) tells somebody who looks through no alarms",
        "name duty, lead or leader")
    }
    return within.map { AlarmTriage(withinSeconds: $0, join: join, late: late) }
  }

  private func join(_ value: Value, _ name: String) -> AlarmTriage.Join? {
    guard let table = Table(value, "\"join\" of \(name)", .alarmJoin, log: log) else { return nil }
    let within = table.required("within", "add within: 30 min")
      .flatMap { duration($0, "\"within\" of \(table.name)", atLeast: 1) }
    let metres = table.required("metres", "add metres: 500")
      .flatMap { whole($0, "\"metres\" of \(table.name)", in: Self.joinMetres) }
    guard let within, let metres else { return nil }
    return AlarmTriage.Join(withinSeconds: within, metres: metres)
  }

  /// How far apart alarms may be that are one thing seen again.
  static let joinMetres = 1...20_000

  /// A kind of alarm or report must lead to one procedure, or nobody knows which case it opens.
  func checkIntakes() {
    var cameras: [String: String] = [:]
    var categories: [String: String] = [:]
    let hasCameras =
      registers.contains { $0.role == .cameras } || unsure.contains(.register)
      || !faultyRegisters.isEmpty
    let hasInstruments =
      registers.contains { $0.role == .instruments } || unsure.contains(.register)
      || !faultyRegisters.isEmpty
    for procedure in procedures {
      let location =
        declared[.procedure, default: [:]][procedure.id]
        ?? Location(file: "procedures.yml", line: 1, column: 1)
      if procedure.intake != Intake(), let field = procedure.assigningFields.first {
        log.error(
          location,
          "procedure \"\(procedure.id)\" has an intake, but assigns by the field \"\(field)\" of a register's row",
          "assign to town-of-place, choose or a unit, or move the intake to another procedure")
      }
      if let kind = procedure.intake.cameraKinds.first, !hasCameras {
        log.error(
          location,
          "procedure \"\(procedure.id)\" takes in camera alarms (\"\(kind)\"), but no register lists the cameras",
          "add role: cameras to the register of cameras")
      }
      if let step = procedure.steps.first(where: { $0.needs.contains(.reading) }), !hasInstruments {
        log.error(
          location,
          "step \"\(step.to)\" of procedure \"\(procedure.id)\" needs a reading, but no register lists the instruments",
          "add role: instruments to the register of portable instruments")
      }
      for kind in procedure.intake.cameraKinds {
        if let other = cameras.updateValue(procedure.id, forKey: kind) {
          log.error(
            location, "camera alarms of kind \"\(kind)\" already open procedure \"\(other)\"",
            "keep the kind under one intake")
        }
      }
      for category in procedure.intake.reportCategories {
        if let other = categories.updateValue(procedure.id, forKey: category.id) {
          log.error(
            location, "reports of category \"\(category.id)\" already open procedure \"\(other)\"",
            "keep the category under one intake")
        }
      }
    }
  }
}
