public import ActionPlan

/// Where something is measured. 点位
public struct MonitoringPoint: Sendable, Hashable, Identifiable {
  public enum Kind: String, Sendable, CaseIterable {
    case airStation = "air-station"
    /// A meter of the equipment that produces, of the one that treats.
    case production, treatment
    /// A bypass valve.
    case bypass
    /// A site's dust monitor.
    case dust
    /// Vapour recovery.
    case vapour
    case stack
    case weather
    case other
  }

  /// What an air station counts for; only assessed stations enter published figures.
  public enum StationRole: String, Sendable, CaseIterable {
    case assessed, town, micro
  }

  public let id: String
  public let label: Label
  /// Facility id.
  public let facility: String?
  public let kind: Kind
  /// Place id of the plan.
  public let place: String?
  public let position: Coordinate?
  /// Only of air stations.
  public let role: StationRole?

  public init(
    id: String, label: Label, facility: String? = nil, kind: Kind, place: String? = nil,
    position: Coordinate? = nil, role: StationRole? = nil
  ) {
    self.id = id
    self.label = label
    self.facility = facility
    self.kind = kind
    self.place = place
    self.position = position
    self.role = role
  }
}

public enum PointError: Error, Equatable, CustomStringConvertible {
  case badID(String)
  case badLabel(String)
  case unknownFacility(String, String)
  case unknownPlace(String, String)
  case badPosition(String)
  case roleWithoutStation(String)

  public var description: String {
    switch self {
    case .badID(let id): "point id \"\(id)\": \(LedgerID.rule)"
    case .badLabel(let id): "point \(id): write a label of 1 to 200 characters"
    case .unknownFacility(let id, let facility):
      "point \(id): facility \"\(facility)\" is not in the ledger; add it first or correct its id"
    case .unknownPlace(let id, let place):
      "point \(id): place \"\(place)\" is not in the plan; write the id of one of its places"
    case .badPosition(let id):
      "point \(id): the position is not on earth; write WGS-84 degrees, longitude first"
    case .roleWithoutStation(let id):
      "point \(id): only a point of kind air-station has a station role; leave the role empty"
    }
  }
}
