import ActionPlan

/// What stands around every page.
struct Chrome: Sendable {
  struct NavItem: Sendable {
    let href: String
    let text: String
    /// For the tabs of a phone.
    let short: String
    /// Name of a symbol in `layout/icons`.
    let icon: String
    let isCurrent: Bool
    /// A badge beside the name; nil where there is nothing to count.
    let counts: Unread?
  }

  struct Section: Sendable {
    let href: String
    let text: String
    let isCurrent: Bool
  }

  /// How many notifications wait to be read.
  struct Unread: Sendable {
    let number: String
    let isNone: Bool

    init(_ count: Int) {
      number = Self.text(count)
      isNone = count == 0
    }

    /// A badge has room for two digits.
    static func text(_ count: Int) -> String { count > 99 ? "99+" : "\(count)" }
  }

  struct Person: Sendable {
    let name: String
    let roles: String
    /// First character, for the small screen.
    let initial: String
  }

  struct ThemeChoice: Sendable {
    let value: String
    let text: String
    let icon: String
    let isCurrent: Bool
  }

  let languageTag: String
  let otherLanguage: String
  let otherLanguageName: String
  /// Media query under which the dark colours hold; nil for never.
  let darkMedia: String?
  let title: String
  let district: String
  let assets: String
  let formToken: String
  let path: String
  let isSimulated: Bool
  let isGuest: Bool
  let person: Person?
  let mayViewAccounts: Bool
  let mayViewAudit: Bool
  let mayWorkInField: Bool
  /// A second factor must be set up, and by when.
  let isFactorDue: Bool
  let factorDueText: String
  /// The visitor stands in for somebody, and for whom.
  let isStandingIn: Bool
  let standingInText: String
  let nav: [NavItem]
  /// What a phone shows at its lower edge; the rest opens above it.
  let tabs: [NavItem]
  let moreTabs: [NavItem]
  let hasMoreTabs: Bool
  let isInMoreTabs: Bool
  /// The pages that share a place of the navigation; empty where it has one page.
  let sections: [Section]
  let hasSections: Bool
  let themes: [ThemeChoice]
  /// The catalogue's group `script` as JSON, for the scripts.
  let scriptTexts: String
  let utcOffsetSeconds: String
}
