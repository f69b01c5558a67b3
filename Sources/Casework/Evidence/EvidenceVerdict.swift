import Crypto
import FoundationEssentials
import FrameArchive
public import Ledger

/// What a package is worth to whoever has nothing but the package.
public struct EvidenceVerdict: Sendable {
  /// What does not hold, file by file; empty where all does.
  public private(set) var faults: [PackageFault] = []
  /// Files but for manifest and signature.
  public private(set) var fileCount = 0
  /// Entries of the audit log that the package carries.
  public private(set) var entryCount = 0
  /// Raw frames, and those of them that are shown to have lain in the archive.
  public private(set) var frameCount = 0
  public private(set) var archivedFrameCount = 0
  /// By which it is signed; nil where the package holds none.
  public private(set) var key: AuditPublicKey?

  /// - Parameters:
  ///   - bytes: the package.
  ///   - trusted: the key it must be signed by; nil takes the one in the package, whose fingerprint
  ///     must then be compared.
  ///   - heads: of the audit chain, exported by the same office and checked (`AuditHeadFile.read`).
  public init(of bytes: [UInt8], trusted: AuditPublicKey? = nil, heads: [ExportedHead] = []) {
    let archive: TarArchive
    do {
      archive = try TarArchive(reading: bytes)
    } catch {
      faults = [error]
      return
    }
    guard let files = named(archive) else { return }
    fileCount = files.count - 2
    checkManifest(files)
    checkSignature(files, trusted: trusted)
    checkRecord(files, heads: heads)
  }

  private mutating func fail(_ file: String?, _ why: String) {
    faults.append(PackageFault(file: file, why: why))
  }

  /// By name within the package's one folder; nil where that is not how it is.
  private mutating func named(_ archive: TarArchive) -> [String: [UInt8]]? {
    var files: [String: [UInt8]] = [:]
    let folders = Set(archive.members.map { $0.name.prefix { $0 != "/" } })
    for member in archive.members {
      let name = String(member.name.drop { $0 != "/" }.dropFirst())
      if name.isEmpty || folders.count != 1 || files.updateValue(member.bytes, forKey: name) != nil
      {
        fail(member.name, "the file is there twice, or in another folder than the others")
        return nil
      }
    }
    for name in [EvidencePackage.manifest, EvidencePackage.signature] where files[name] == nil {
      fail(name, "the file is missing")
      return nil
    }
    return files
  }

  private mutating func checkManifest(_ files: [String: [UInt8]]) {
    let text = String(decoding: files[EvidencePackage.manifest] ?? [], as: UTF8.self)
    var listed: Set<String> = [EvidencePackage.manifest, EvidencePackage.signature]
    for line in text.split(separator: "\n") {
      let (digest, name) = (line.prefix(64), String(line.dropFirst(66)))
      guard line.utf8.count > 66, line.dropFirst(64).hasPrefix("  "), listed.insert(name).inserted
      else {
        fail(EvidencePackage.manifest, "a line is no digest and name")
        continue
      }
      guard let bytes = files[name] else {
        fail(name, "the manifest names the file and it is missing")
        continue
      }
      if EvidencePackage.digest(bytes) != digest {
        fail(name, "the file is not what the manifest says")
      }
    }
    for name in files.keys.sorted() where !listed.contains(name) {
      fail(name, "the manifest does not name the file")
    }
  }

  private mutating func checkSignature(_ files: [String: [UInt8]], trusted: AuditPublicKey?) {
    let pem = String(decoding: files[EvidencePackage.key] ?? [], as: UTF8.self)
    let own = AuditPublicKey(pem: pem)
    if own == nil { fail(EvidencePackage.key, "the file is no public key") }
    if let trusted, let own, trusted != own {
      fail(EvidencePackage.key, "the package was signed by another key than the one to trust")
    }
    key = trusted ?? own
    guard let key else { return }
    let isSigned = key.accepts(
      signature: files[EvidencePackage.signature] ?? [],
      of: files[EvidencePackage.manifest] ?? [])
    if !isSigned {
      fail(EvidencePackage.signature, "the signature is not of this manifest by this key")
    }
  }

  /// Whether the chain holds, and names what the package holds.
  private mutating func checkRecord(_ files: [String: [UInt8]], heads: [ExportedHead]) {
    let decoder = JSONDecoder()
    func read<Value: Decodable>(_ type: Value.Type, _ name: String) -> Value? {
      files[name].flatMap { try? decoder.decode(type, from: Data($0)) }
    }
    guard let proof = read(AuditProof.self, EvidencePackage.audit) else {
      return fail(EvidencePackage.audit, "the file cannot be read")
    }
    entryCount = proof.links.count
    if let fault = proof.fault {
      return fail(EvidencePackage.audit, "entry \(fault.seq): \(fault.why)")
    }
    if let head = heads.first(where: proof.contradicts) {
      fail(EvidencePackage.audit, "entry \(head.head.seq) has another hash than the exported head")
    }
    let details = proof.links.filter { $0.detail != nil }
    for photo in read([PackagedPhoto].self, EvidencePackage.photos) ?? [] {
      let isRecorded = details.contains { link in
        link.object == "attachment/\(photo.id)" && link.detail?.contains(photo.sha256) == true
      }
      let isSame = files[photo.file].map(EvidencePackage.digest) == photo.sha256
      if !isRecorded || !isSame { fail(photo.file, "the record does not name this file") }
    }
    let freezes = details.filter { $0.action == "evidence.freeze" }.compactMap(\.detail)
    for series in read([PackagedSeries].self, EvidencePackage.telemetry) ?? [] {
      let digest = files[series.file].map(EvidencePackage.digest)
      if !freezes.contains(where: { digest.map($0.contains) ?? false }) {
        fail(series.file, "the record does not name this file")
      }
    }
    let frames = read([PackagedFrame].self, EvidencePackage.frames) ?? []
    checkFrozen(frames, files, by: freezes)
    checkArchived(
      read([FrameProof].self, EvidencePackage.archive) ?? [], files,
      by: details.filter { $0.action == ArchiveAnchors.action })
  }

  /// Whether each freeze holds the frames that its entry was made of.
  private mutating func checkFrozen(
    _ frames: [PackagedFrame], _ files: [String: [UInt8]], by freezes: [String]
  ) {
    frameCount = frames.count
    var digests: [Int64: SHA256] = [:]
    for frame in frames.sorted(by: { $0.sequence < $1.sequence }) {
      // A package of an older program does not say it.
      guard let holding = frame.freezes else { return }
      let digest = files[frame.file].map(EvidencePackage.digest) ?? ""
      for freeze in holding {
        digests[freeze, default: SHA256()].update(data: Array("\(digest)\n".utf8))
      }
    }
    let recorded = Dictionary(
      freezes.compactMap { text -> (Int64, String)? in
        let detail = try? decoded([String: String].self, text)
        guard let id = detail?["freeze"].flatMap({ Int64($0) }),
          let digest = detail?["frames-sha256"]
        else { return nil }
        return (id, digest)
      }, uniquingKeysWith: { first, _ in first })
    for (freeze, digest) in digests where recorded[freeze] != Array(digest.finalize()).hex {
      fail(EvidencePackage.frames, "the record of freeze \(freeze) does not name these frames")
    }
  }

  /// Whether each proof leads from its frame to an anchor that the audit log holds.
  private mutating func checkArchived(
    _ proofs: [FrameProof], _ files: [String: [UInt8]], by anchors: [AuditProof.Link]
  ) {
    let roots = Dictionary(
      anchors.compactMap { link -> (Int64, String)? in
        let detail = link.detail.flatMap { try? decoded([String: String].self, $0) }
        return detail?[ArchiveAnchors.root].map { (link.seq, $0) }
      }, uniquingKeysWith: { first, _ in first })
    for proof in proofs {
      let file = EvidencePackage.frame(proof.frame.sequence)
      guard let bytes = files[file], let root = proof.root(of: bytes),
        roots[proof.anchor.entry] == root
      else {
        fail(
          EvidencePackage.archive,
          "the proof of frame \(proof.frame.sequence) does not lead from it to its anchor")
        continue
      }
      archivedFrameCount += 1
    }
  }
}
