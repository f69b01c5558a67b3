/// The languages of every page, plan and document; Chinese first.
public enum Language: String, Sendable, Codable, CaseIterable {
  case zh, en
}

/// A text a person will see, in both languages.
public struct Label: Sendable, Hashable, Codable {
  public let zh: String
  public let en: String

  public init(zh: String, en: String) {
    self.zh = zh
    self.en = en
  }

  /// A text that is the same in both languages.
  public static func same(_ text: String) -> Label { Label(zh: text, en: text) }

  public func text(in language: Language) -> String {
    language == .zh ? zh : en
  }

  public var isEmpty: Bool { zh.isEmpty && en.isEmpty }
}
