import FoundationEssentials

/// What a service answers.
enum OutsideJSON {
  /// The body of a good answer.
  static func bytes(
    _ asked: OutsideCall, _ name: String, by call: OutsideCall.Maker
  ) async throws -> [UInt8] {
    let answer: OutsideCall.Answer
    do {
      answer = try await call(asked)
    } catch let error as CancellationError {
      throw error
    } catch {
      throw OutsideRefusal.service(name)
    }
    guard answer.status == 200 else { throw OutsideRefusal.service(name) }
    return answer.body
  }

  /// One that must be JSON of a known shape.
  static func read<Content: Decodable>(
    _ asked: OutsideCall, _ name: String, by call: OutsideCall.Maker
  ) async throws -> Content {
    let body = try await bytes(asked, name, by: call)
    guard let content = try? JSONDecoder().decode(Content.self, from: Data(body)) else {
      throw OutsideRefusal.service(name)
    }
    return content
  }
}
