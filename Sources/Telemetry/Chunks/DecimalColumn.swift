import AirQuality

/// A column of decimals, each with the decimals it was written with.
///
/// A logger prints two decimals always, or leaves out zeros at the end. So the numbers are told in the
/// smallest unit that any of them has, and how many decimals each was written with is guessed from the
/// zeros at its end.
enum DecimalColumn {
  static func encode(_ values: [ExactDecimal]) -> [UInt8] {
    let scale = values.reduce(0) { max($0, $1.scale) }
    let aligned = values.map { $0.mantissa(inUnitsOf: scale) }
    guard !aligned.contains(nil) else { return apart(values) }
    let numbers = aligned.compactMap { $0 }
    let prediction = Prediction.best(for: numbers)
    var encoder = RangeEncoder()
    var state = Prediction.State(prediction)
    var model = ResidualModel()
    var scales = DroppedZeros()
    for (value, number) in zip(values, numbers) {
      model.encode(number &- state.guess, to: &encoder)
      state.take(number)
      scales.encode(scale - value.scale, of: number, in: scale, to: &encoder)
    }
    return [UInt8(scale), prediction.rawValue] + encoder.finish()
  }

  static func decode(_ bytes: ArraySlice<UInt8>, count: Int) throws(ChunkFault) -> [ExactDecimal] {
    guard let first = bytes.first else { throw .unreadable("a column of numbers is empty") }
    if first == apartMark { return try readApart(bytes.dropFirst(), count: count) }
    guard first <= ExactDecimal.greatestScale,
      let prediction = bytes.dropFirst().first.flatMap(Prediction.init(rawValue:))
    else { throw .unreadable("a column of numbers begins with no prediction that is known") }
    let scale = Int(first)
    var decoder = RangeDecoder(bytes.dropFirst(2))
    var state = Prediction.State(prediction)
    var model = ResidualModel()
    var scales = DroppedZeros()
    var values: [ExactDecimal] = []
    values.reserveCapacity(count)
    for _ in 0..<count {
      let number = state.guess &+ model.decode(from: &decoder)
      state.take(number)
      values.append(try scales.decode(number, in: scale, from: &decoder))
    }
    return values
  }

  // MARK: Where no one unit holds all of them in 64 bits

  private static let apartMark: UInt8 = 0xFF

  private static func apart(_ values: [ExactDecimal]) -> [UInt8] {
    var writer = ChunkWriter()
    writer.write(IntegerColumn.encode(values.map(\.mantissa)))
    writer.write(IntegerColumn.encode(values.map { Int64($0.scale) }))
    return [apartMark] + writer.bytes
  }

  private static func readApart(
    _ bytes: ArraySlice<UInt8>, count: Int
  ) throws(ChunkFault) -> [ExactDecimal] {
    var scanner = ChunkScanner(bytes)
    let mantissas = try IntegerColumn.decode(try scanner.part(), count: count)
    let scales = try IntegerColumn.decode(try scanner.part(), count: count)
    var values: [ExactDecimal] = []
    values.reserveCapacity(count)
    for (mantissa, scale) in zip(mantissas, scales) {
      guard (0...Int64(ExactDecimal.greatestScale)).contains(scale) else {
        throw .unreadable("a number has \(scale) decimals")
      }
      values.append(ExactDecimal(mantissa, scale: Int(scale)))
    }
    return values
  }
}

extension ExactDecimal {
  /// Nil where it does not fit.
  func mantissa(inUnitsOf scale: Int) -> Int64? {
    let (product, overflow) = mantissa.multipliedReportingOverflow(
      by: Self.powersOfTen[scale - self.scale])
    return overflow ? nil : product
  }
}
