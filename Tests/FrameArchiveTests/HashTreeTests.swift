import Testing

@testable import FrameArchive

struct HashTreeTests {
  private static func leaves(_ count: Int) -> [[UInt8]] {
    (0..<count).map { HashTree.leaf(Array("\($0)".utf8)) }
  }

  /// The tree as RFC 9162 defines it: split at the greatest power of two below the count.
  private static func root(_ leaves: ArraySlice<[UInt8]>) -> [UInt8] {
    guard leaves.count > 1 else { return leaves.first ?? [] }
    var half = 1
    while half * 2 < leaves.count { half *= 2 }
    let middle = leaves.startIndex + half
    // A path of one step joins the two, as its own test shows.
    return HashTree.root(
      of: root(leaves[..<middle]), at: 0, count: 2, path: [root(leaves[middle...])]) ?? []
  }

  @Test func `a leaf and a node hash as certificate transparency's test vectors say`() {
    // RFC 6962's reference implementation: the empty leaf, and the tree of the two leaves "" and 00.
    #expect(
      HashTree([HashTree.leaf([])]).hexRoot
        == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")
    #expect(
      HashTree([HashTree.leaf([]), HashTree.leaf([0])]).hexRoot
        == "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125")
    #expect(
      HashTree([HashTree.leaf([]), HashTree.leaf([0]), HashTree.leaf([0x10])]).hexRoot
        == "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77")
  }

  @Test(arguments: 1...40) func `the root is the one of the definition`(count: Int) {
    let leaves = Self.leaves(count)
    #expect(HashTree(leaves).root == Self.root(leaves[...]))
  }

  @Test(arguments: 1...40) func `every leaf's path leads to the root, and from no other place`(
    count: Int
  ) {
    let leaves = Self.leaves(count)
    let tree = HashTree(leaves)
    for (index, leaf) in leaves.enumerated() {
      let path = tree.path(of: index)
      #expect(HashTree.root(of: leaf, at: index, count: count, path: path) == tree.root)
      for other in 0..<count where other != index {
        #expect(HashTree.root(of: leaf, at: other, count: count, path: path) != tree.root)
      }
      #expect(HashTree.root(of: leaf, at: index, count: count, path: path + [leaf]) == nil)
      if !path.isEmpty {
        #expect(
          HashTree.root(of: leaf, at: index, count: count, path: path.dropLast()) == nil)
      }
    }
    #expect(HashTree.root(of: leaves[0], at: count, count: count, path: []) == nil)
    #expect(HashTree.root(of: leaves[0], at: -1, count: count, path: []) == nil)
  }
}

struct FrameProofTests {
  private static func frame(_ sequence: Int64) -> ArchivedFrame {
    ArchivedFrame(
      sequence: sequence, mn: "MN\(sequence)", qn: "20210601000000000", cn: "2011", pno: 0,
      st: "22", receivedAtMilliseconds: 1_622_476_800_000, peer: "10.0.0.1:5000", digest: [1, 2])
  }

  private static func bytes(_ sequence: Int64) -> [UInt8] { Array("##\(sequence)".utf8) }

  /// Links of so many frames each, the proofs of all frames, and the anchor's root.
  private static func archive(_ sizes: [Int]) -> (proofs: [FrameProof], root: String) {
    var hashes: [[UInt8]] = []
    var links: [(first: Int64, tree: HashTree, previous: [UInt8], count: Int)] = []
    var first: Int64 = 5
    var previous = [UInt8](repeating: 0, count: 32)
    for size in sizes {
      let sequences = (0..<Int64(size)).map { first + $0 }
      let tree = HashTree(sequences.map { frame($0).leaf(bytes: bytes($0)) })
      links.append((first, tree, previous, size))
      previous = ArchiveLink.hash(
        after: previous, first: first, last: first + Int64(size) - 1, root: tree.root)
      hashes.append(previous)
      first += Int64(size)
    }
    let anchor = HashTree(hashes)
    let proofs = links.enumerated().flatMap { index, link in
      (0..<link.count).map { place in
        FrameProof(
          frame: frame(link.first + Int64(place)),
          link: .init(
            first: link.first, last: link.first + Int64(link.count) - 1, previous: link.previous,
            path: link.tree.path(of: place)),
          anchor: .init(
            entry: 3, index: index, count: hashes.count, path: anchor.path(of: index)))
      }
    }
    return (proofs, anchor.hexRoot)
  }

  @Test func `each frame of each link is proven, and with another byte none is`() {
    let (proofs, root) = Self.archive([1, 3, 1, 7, 2])
    #expect(proofs.count == 14)
    for proof in proofs {
      let bytes = Self.bytes(proof.frame.sequence)
      #expect(proof.root(of: bytes) == root)
      #expect(proof.root(of: bytes + [0]) != root)
      #expect(proof.root(of: Self.bytes(proof.frame.sequence + 1)) != root)
    }
  }

  @Test func `what a proof says of the frame is part of it`() throws {
    let (proofs, root) = Self.archive([2, 2])
    let proof = try #require(proofs.last)
    let (frame, bytes) = (proof.frame, Self.bytes(proof.frame.sequence))
    let others = [
      ArchivedFrame(
        sequence: frame.sequence, mn: "MN9", qn: frame.qn, cn: frame.cn, pno: frame.pno,
        st: frame.st, receivedAtMilliseconds: frame.receivedAtMilliseconds, peer: frame.peer,
        digest: [1, 2]),
      ArchivedFrame(
        sequence: frame.sequence, mn: frame.mn, qn: frame.qn, cn: frame.cn, pno: frame.pno,
        st: frame.st, receivedAtMilliseconds: frame.receivedAtMilliseconds + 1, peer: frame.peer,
        digest: [1, 2]),
      ArchivedFrame(
        sequence: frame.sequence - 1, mn: frame.mn, qn: frame.qn, cn: frame.cn, pno: frame.pno,
        st: frame.st, receivedAtMilliseconds: frame.receivedAtMilliseconds, peer: frame.peer,
        digest: [1, 2]),
      ArchivedFrame(
        sequence: frame.sequence, mn: frame.mn, qn: frame.qn, cn: frame.cn, pno: frame.pno,
        st: frame.st, receivedAtMilliseconds: frame.receivedAtMilliseconds, peer: "10.0.0.2:5000",
        digest: [1, 2]),
    ]
    for other in others {
      #expect(
        FrameProof(frame: other, link: proof.link, anchor: proof.anchor).root(of: bytes) != root)
    }
  }

  @Test func `a proof whose numbers are absurd proves nothing`() {
    let path = [[UInt8](repeating: 1, count: 32)]
    for (first, last, sequence) in [
      (Int64.min, Int64.max, Int64(0)), (.max, .min, 1), (5, 4, 5), (5, 9, 4), (5, .max, .max),
    ] {
      let proof = FrameProof(
        frame: Self.frame(sequence),
        link: .init(first: first, last: last, previous: path[0], path: path),
        anchor: .init(entry: 1, index: 0, count: 1, path: []))
      #expect(proof.root(of: []) == nil)
    }
    for (index, count) in [(-1, 1), (1, 1), (0, 0), (0, .max), (Int.max, .max)] {
      for outer in [[], path, path + path] {
        let proof = FrameProof(
          frame: Self.frame(5), link: .init(first: 5, last: 5, previous: path[0], path: []),
          anchor: .init(entry: 1, index: index, count: count, path: outer))
        #expect(proof.root(of: []) == nil)
      }
    }
  }
}
