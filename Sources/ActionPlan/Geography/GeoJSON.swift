import Foundation

/// What a boundary file may hold: a polygon, several, or features made of them.
struct GeoJSON: Decodable {
  struct Geometry: Decodable {
    let type: String
    let polygons: [[[[Double]]]]

    private enum Key: CodingKey { case type, coordinates }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Key.self)
      type = try container.decode(String.self, forKey: .type)
      switch type {
      case "Polygon":
        polygons = [try container.decode([[[Double]]].self, forKey: .coordinates)]
      case "MultiPolygon":
        polygons = try container.decode([[[[Double]]]].self, forKey: .coordinates)
      default:
        throw DecodingError.dataCorruptedError(
          forKey: .type, in: container,
          debugDescription: "a geometry is \"\(type)\", not Polygon or MultiPolygon")
      }
    }
  }

  /// A property that may serve as a place's id.
  enum Property: Decodable {
    case text(String)
    case other

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let text = try? container.decode(String.self) {
        self = .text(text)
      } else if let number = try? container.decode(Int64.self) {
        self = .text(String(number))
      } else {
        self = .other
      }
    }
  }

  struct Feature: Decodable {
    let geometry: Geometry
    let properties: [String: Property]?
  }

  let features: [Feature]

  private enum Key: CodingKey { case type, features }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    switch try container.decode(String.self, forKey: .type) {
    case "FeatureCollection": features = try container.decode([Feature].self, forKey: .features)
    case "Feature": features = [try Feature(from: decoder)]
    default: features = [Feature(geometry: try Geometry(from: decoder), properties: nil)]
    }
  }

  /// One line that names the fault and where in the file's structure it lies.
  static func problem(_ error: any Error) -> String {
    func path(_ context: DecodingError.Context) -> String {
      let path = context.codingPath.map { key in
        key.intValue.map { "[\($0)]" } ?? ".\(key.stringValue)"
      }.joined()
      return path.isEmpty ? "" : " at \(path)"
    }
    switch error as? DecodingError {
    case .dataCorrupted(let context) where context.codingPath.isEmpty:
      return "the file is not JSON"
    case .dataCorrupted(let context): return context.debugDescription + path(context)
    case .keyNotFound(let key, let context):
      return "there is no \"\(key.stringValue)\"" + path(context)
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      return "a value is of the wrong kind" + path(context)
    default: return "the file cannot be read as GeoJSON"
    }
  }
}
