/// Mistakes in other systems, with what the writer is told, word for word.
extension Mistake {
  static let inSystems: [Mistake] = [
    Mistake(
      "a form of numbers that is none", "systems.yml",
      "H-9999",
      "h-9999",
      [
        "systems.yml:3:12: error: \"numbers\" of system \"hotline\" cannot be \"h-9999\"; write capitals and digits without blanks, 9 for a digit, A for a letter, * at the end"
      ]),
    Mistake(
      "no form of numbers", "systems.yml",
      "\"H-9999\"",
      "[]",
      [
        "systems.yml:3:12: error: \"numbers\" of system \"hotline\" names none; name at least one, or leave it out for any"
      ]),
    Mistake(
      "a standing without a word", "systems.yml",
      "[closed, dismissed]",
      "closed",
      [
        "systems.yml:5:5: error: system \"hotline\" has no word for dismissed; add them to the word that comes nearest"
      ]),
    Mistake(
      "a standing with two words", "systems.yml",
      "[closed, dismissed]",
      "[closed, dismissed, working]",
      [
        "systems.yml:6:20: error: system \"hotline\" has two words for \"working\"; keep it with one of them; put other spellings under also"
      ]),
    Mistake(
      "a word twice", "systems.yml",
      "word: again",
      "word: started",
      [
        "systems.yml:7:7: error: system \"hotline\" has the word \"started\" twice; keep one of them"
      ]),
    Mistake(
      "an unknown standing", "systems.yml",
      "suspended]",
      "suspendd]",
      [
        "systems.yml:5:5: error: system \"hotline\" has no word for suspended; add them to the word that comes nearest",
        "systems.yml:5:59: error: \"for\" of system \"hotline\" cannot be \"suspendd\"; did you mean \"suspended\"?",
      ]),
  ]
}
