extension Texts {
  /// A part of Lantian, or a platform with a key, as histories name it.
  func platform(_ name: String) -> String {
    for kind in ["camera", "checks"] where name.hasPrefix("\(kind):") {
      return self("actor.\(kind)", ["name": String(name.dropFirst(kind.count + 1))])
    }
    return text(ofCode: name, in: "actor")
  }
}
