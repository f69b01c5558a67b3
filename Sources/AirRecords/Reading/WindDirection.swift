import AirQuality

/// Where the wind comes from, as tables write it.
enum WindDirection: Equatable {
  /// Degrees from north, clockwise.
  case degrees(ExactDecimal)
  /// Calm or changing: there is none.
  case calm

  /// Reads one of the sixteen winds in letters or Chinese, or a word for none; nil for anything else.
  init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    let wind: [UInt8] = [0xE9, 0xA3, 0x8E]  // 风
    let isNamedWind = bytes.count > 3 && bytes.suffix(3).elementsEqual(wind)
    let name = bytes.dropLast(isNamedWind ? 3 : 0)
    guard
      let found = Self.names.first(where: {
        $0.bytes.count == name.count && $0.bytes.elementsEqual(name)
      })
    else { return nil }
    self = found.direction
  }

  private static let names: [(bytes: [UInt8], direction: WindDirection)] = {
    let sixteenths = [
      "N 北 n", "NNE 北东北 北北东 东北偏北 nne", "NE 东北 北东 ne", "ENE 东东北 东北东 东北偏东 ene",
      "E 东 e", "ESE 东东南 东南东 东南偏东 ese", "SE 东南 南东 se", "SSE 南东南 南南东 东南偏南 sse",
      "S 南 s", "SSW 南西南 南南西 西南偏南 ssw", "SW 西南 南西 sw", "WSW 西西南 西南西 西南偏西 wsw",
      "W 西 w", "WNW 西西北 西北西 西北偏西 wnw", "NW 西北 北西 nw", "NNW 北西北 北北西 西北偏北 nnw",
    ]
    let winds = sixteenths.enumerated().flatMap { place, names in
      names.split(separator: " ").map {
        (Array($0.utf8), WindDirection.degrees(ExactDecimal(Int64(place) * 225, scale: 1)))
      }
    }
    let words = "C CALM calm cv CV VRB 静 微 无 静风 无持续 无持续风向 不定"
    return winds + words.split(separator: " ").map { (Array($0.utf8), .calm) }
  }()
}
