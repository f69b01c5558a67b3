import ActionPlan
import ArgumentParser

/// In which language a command tells what it found.
struct LanguageOptions: ParsableArguments {
  @Option(
    help: "zh or en; else as the environment's LC_ALL, LC_MESSAGES or LANG says.",
    transform: BriefCommand.language)
  var language = CommandLanguage.ofEnvironment
}
