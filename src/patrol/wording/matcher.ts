/**
 * Many words in one pass (Aho–Corasick). The trie lies in typed arrays, its nodes in breadth-first order: the children of a node
 * stand side by side and end where those of the next node begin. About 20 bytes a node, and not more nodes than characters.
 */
export type Matcher = {
  readonly words: number
  readonly nodes: number
  /** What the tables hold, in bytes. */
  readonly bytes: number
  /**
   * Calls `visit` for every word that ends at every place, overlapping ones too, in the order of their ends and at one end from the
   * longest to the shortest; stops when it answers false. Time grows with the text and the number of finds, never with their product.
   */
  each(
    codes: Uint16Array,
    length: number,
    visit: (word: number, start: number, end: number) => boolean | void,
  ): void
}

/** Words and characters beyond this are refused before anything is built. */
export const mostWords = 1_000_000
export const mostCharacters = 20_000_000

/** Thrown for more than the matcher takes; the message is a sentence for the person. */
export class TooManyWords extends Error {
  override readonly name = 'TooManyWords'
}

const grouped = (n: number) => n.toLocaleString('en-US')

/** Refuses, before anything is built, a list that would not fit. Throws TooManyWords. */
export function checkSize(words: number, characters: number): void {
  if (words > mostWords)
    throw new TooManyWords(
      `词库有${grouped(words)}个词（变体分别计算），超过${grouped(mostWords)}个的上限。请删去不用的词，或分给下级机关各自维护。`,
    )
  if (characters > mostCharacters)
    throw new TooManyWords(
      `词库共${grouped(characters)}个字，超过${grouped(mostCharacters)}个字的上限。请检查有没有把整段文字当成了词。`,
    )
}

/** Builds in one go. Empty words are left out; of equal words the first counts. Throws TooManyWords. */
export function buildMatcher(words: readonly string[]): Matcher {
  const steps = building(words)
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

/** Builds in slices of some ten milliseconds, so that a server answers others meanwhile. */
export async function buildMatcherInSlices(
  words: readonly string[],
  rest: () => Promise<void>,
): Promise<Matcher> {
  const steps = building(words)
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    await rest()
  }
}

const slice = 1 << 15

function* building(words: readonly string[]): Generator<void, Matcher> {
  let characters = 0
  for (const word of words) characters += word.length
  checkSize(words.length, characters)
  const order = yield* sorted(words)

  let count = 1
  let before = ''
  for (const id of order) {
    const word = words[id]!
    let same = 0
    while (same < before.length && before.charCodeAt(same) === word.charCodeAt(same)) same++
    count += word.length - same
    before = word
  }
  const char = new Uint16Array(count)
  const first = new Uint32Array(count + 1)
  const out = new Int32Array(count).fill(-1)
  const from = new Uint32Array(count)
  const until = new Uint32Array(count)
  const parent = new Uint32Array(count)
  until[0] = order.length
  let next = 1
  let depth = 0
  let levelEnd = 1
  for (let node = 0; node < count; node++) {
    if (node === levelEnd) {
      depth++
      levelEnd = next
    }
    first[node] = next
    let at = from[node]!
    const end = until[node]!
    if (at < end && words[order[at]!]!.length === depth) out[node] = order[at++]!
    while (at < end) {
      const code = words[order[at]!]!.charCodeAt(depth)
      let to = at + 1
      while (to < end && words[order[to]!]!.charCodeAt(depth) === code) to++
      char[next] = code
      parent[next] = node
      from[next] = at
      until[next] = to
      next++
      at = to
    }
    if (node % slice === slice - 1) yield
  }
  first[count] = next

  const root = new Uint32Array(0x10000)
  for (let child = first[0]!; child < first[1]!; child++) root[char[child]!] = child
  const childOf = (node: number, code: number): number => {
    if (node === 0) return root[code]!
    let low = first[node]!
    let high = first[node + 1]!
    while (low < high) {
      const middle = (low + high) >>> 1
      const here = char[middle]!
      if (here === code) return middle
      if (here < code) low = middle + 1
      else high = middle
    }
    return 0
  }
  // `from` and `until` have done their work: their room serves for the links.
  const fail = from.fill(0)
  const link = until.fill(0)
  for (let node = 1; node < count; node++) {
    const up = parent[node]!
    if (up !== 0) {
      const code = char[node]!
      let state = fail[up]!
      let child = childOf(state, code)
      while (child === 0 && state !== 0) {
        state = fail[state]!
        child = childOf(state, code)
      }
      fail[node] = child
    }
    const suffix = fail[node]!
    link[node] = out[suffix]! >= 0 ? suffix : link[suffix]!
    if (node % slice === slice - 1) yield
  }

  const lengths = new Uint32Array(words.length)
  for (let id = 0; id < words.length; id++) lengths[id] = words[id]!.length
  return {
    words: order.length,
    nodes: count,
    bytes: count * (2 + 4 + 4 + 4 + 4) + root.byteLength + lengths.byteLength,
    each(codes, length, visit) {
      let state = 0
      for (let at = 0; at < length; at++) {
        const code = codes[at]!
        let child = childOf(state, code)
        while (child === 0 && state !== 0) {
          state = fail[state]!
          child = childOf(state, code)
        }
        state = child
        for (let node = out[state]! >= 0 ? state : link[state]!; node !== 0; node = link[node]!) {
          const word = out[node]!
          if (visit(word, at + 1 - lengths[word]!, at + 1) === false) return
        }
      }
    },
  }
}

/** Numbers of the words, without the empty and the repeated, in the order of their code units. */
function* sorted(words: readonly string[]): Generator<void, Uint32Array> {
  const buckets = new Map<number, number[]>()
  for (let id = 0; id < words.length; id++) {
    const word = words[id]!
    if (word === '') continue
    const bucket = buckets.get(word.charCodeAt(0))
    if (bucket) bucket.push(id)
    else buckets.set(word.charCodeAt(0), [id])
    if (id % slice === slice - 1) yield
  }
  const order = new Uint32Array(words.length)
  let kept = 0
  let since = 0
  for (const start of [...buckets.keys()].sort((a, b) => a - b)) {
    const bucket = buckets.get(start)!
    bucket.sort((a, b) => {
      const [x, y] = [words[a]!, words[b]!]
      return x < y ? -1 : x > y ? 1 : a - b
    })
    for (const id of bucket)
      if (kept === 0 || words[order[kept - 1]!] !== words[id]) {
        order[kept++] = id
      }
    since += bucket.length
    if (since >= slice) {
      since = 0
      yield
    }
  }
  return order.subarray(0, kept)
}

/** A text's code units as the matcher takes them. */
export function codesOf(text: string): Uint16Array {
  const codes = new Uint16Array(text.length)
  for (let at = 0; at < text.length; at++) codes[at] = text.charCodeAt(at)
  return codes
}
