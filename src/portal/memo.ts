import { gather, meets, restOn, type Footing, type Gathered } from '#kit/footing.ts'

/** What many pages need, made once until something it rests on changes: the tree of bodies, counts, what holds for the site now. */
export type Memo = {
  once<T>(key: string, make: () => Promise<T>): Promise<T>
  /** Forgets what rests on one of these, and what is still being made. */
  touch(marks: Footing): void
  empty(): void
}

/** `keeps`: whether anybody would tell of a change; while nobody would, everything is made afresh. */
export function makeMemo(keeps: () => boolean): Memo {
  type Held = { readonly made: Promise<Gathered<unknown>>; footing: Footing | null }
  const held = new Map<string, Held>()
  return {
    async once<T>(key: string, make: () => Promise<T>): Promise<T> {
      let one = keeps() ? held.get(key) : undefined
      if (!one) {
        const mine: Held = { made: gather(make), footing: null }
        held.set(key, mine)
        mine.made.then(
          made => (mine.footing = made.footing),
          () => held.get(key) === mine && held.delete(key),
        )
        one = mine
      }
      const { value, footing } = await one.made
      restOn(footing)
      return value as T
    },
    touch(marks) {
      for (const [key, { footing }] of held) if (footing === null || meets(footing, marks)) held.delete(key)
    },
    empty: () => held.clear(),
  }
}
