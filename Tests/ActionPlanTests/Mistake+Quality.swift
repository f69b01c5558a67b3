/// Mistakes in checks of data quality, with what the writer is told, word for word.
extension Mistake {
  static let inQuality: [Mistake] = [
    Mistake(
      "an amount in another unit", "quality.yml",
      "below: -1 kW",
      "below: -1 mg/m3",
      [
        "quality.yml:8:21: error: \"below\" of \"negative\" of quality rule \"meters\" is in mg/m³; write it in kW"
      ]),
    Mistake(
      "a share above everything", "quality.yml",
      "matched: 80 %",
      "matched: 180 %",
      [
        "quality.yml:20:38: error: \"matched\" of \"flag-misuse\" of quality rule \"meters\" is 180 %; write 0 % to 100 %"
      ]),
    Mistake(
      "a cross check of nothing", "quality.yml",
      "{at-most: 1000 kW, for: 1 h}",
      "{for: 1 h}",
      [
        "quality.yml:13:7: error: a cross check of quality rule \"meters\" compares in no ways; write one of not-above, converted-from and at-most"
      ]),
    Mistake(
      "a correlation above one", "quality.yml",
      "correlation: 0.98",
      "correlation: 98",
      [
        "quality.yml:24:36: error: \"correlation\" of \"copied\" of quality rule \"meters\" is 98; write a number from 0.5 to 1"
      ]),
    Mistake(
      "a misspelt check", "quality.yml",
      "frozen:",
      "frozn:",
      [
        "quality.yml:22:3: error: quality rule \"meters\" has no key \"frozn\"; did you mean \"frozen\"?"
      ]),
    Mistake(
      "a step of nothing", "quality.yml",
      "resolution: 0.1 kW",
      "resolution: 0 kW",
      [
        "quality.yml:4:3: error: \"resolution\" of quality rule \"meters\" is not above zero; write the smallest step the instruments tell apart"
      ]),
  ]
}
