import { Refused } from '#kit/errors.ts'

/** What is refused, and why; it is a fault of the test where nothing is. */
export async function refusalOf(promise: Promise<unknown>): Promise<Refused> {
  try {
    await promise
  } catch (error) {
    if (error instanceof Refused) return error
    throw error
  }
  throw new Error('nothing was refused')
}
