import ActionPlan
import Ledger

extension FactWording {
  /// What the service of another document says in its receipt.
  func values(
    of served: CaseDocument, form: DocumentForm, facility: Facility?
  ) -> [DocumentField.Source: DocumentValue] {
    var values: [DocumentField.Source: DocumentValue] = [
      .servedDocument: DocumentValue(form.label)
    ]
    values[.servedNumber] = served.issue.map { DocumentValue($0.number) }
    guard let service = served.service else { return values }
    values[.serviceWay] = DocumentValue(service.way.rawValue)
    values[.servedOn] = DocumentValue(service.on)
    values[.serviceTime] = service.time.map { DocumentValue($0) }
    values[.servicePlace] =
      service.place.map { DocumentValue($0) }
      ?? (service.way == .direct || service.way == .left ? facility?.place : nil)
      .flatMap { plan.place($0) }.map { DocumentValue($0.label) }
    values[.receiver] = service.receiver.isEmpty ? nil : DocumentValue(service.receiver)
    values[.witness] = service.witness.map { DocumentValue($0) }
    values[.refusal] = service.refusal.map { DocumentValue($0) }
    return values
  }
}
