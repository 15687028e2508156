/** Sets of small numbers as bits, thirty-two to a word. Operations change the first operand and return it. */
export type Bits = Uint32Array

export function makeBits(size: number): Bits {
  return new Uint32Array((size + 31) >>> 5)
}

export function setBit(bits: Bits, n: number): void {
  const at = n >>> 5
  if (at < bits.length) bits[at]! |= 1 << (n & 31)
}

export function clearBit(bits: Bits, n: number): void {
  const at = n >>> 5
  if (at < bits.length) bits[at]! &= ~(1 << (n & 31))
}

export function hasBit(bits: Bits, n: number): boolean {
  return ((bits[n >>> 5] ?? 0) & (1 << (n & 31))) !== 0
}

export function and(a: Bits, b: Bits): Bits {
  for (let i = 0; i < a.length; i++) a[i]! &= b[i] ?? 0
  return a
}

export function or(a: Bits, b: Bits): Bits {
  for (let i = Math.min(a.length, b.length) - 1; i >= 0; i--) a[i]! |= b[i]!
  return a
}

export function andNot(a: Bits, b: Bits): Bits {
  for (let i = Math.min(a.length, b.length) - 1; i >= 0; i--) a[i]! &= ~b[i]!
  return a
}

/** How many are in the set. */
export function count(bits: Bits): number {
  let n = 0
  for (let i = 0; i < bits.length; i++) {
    let w = bits[i]!
    w -= (w >>> 1) & 0x55555555
    w = (w & 0x33333333) + ((w >>> 2) & 0x33333333)
    n += (((w + (w >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24
  }
  return n
}

/** Calls with every member, ascending. */
export function each(bits: Bits, use: (n: number) => void): void {
  for (let i = 0; i < bits.length; i++)
    for (let w = bits[i]!; w !== 0; w &= w - 1) use((i << 5) + 31 - Math.clz32(w & -w))
}
