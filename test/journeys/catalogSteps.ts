import type { Page } from 'playwright-core'

type Form = ReturnType<Page['getByRole']>

/** Takes a step of a catalog or an instrument in its 办理 part. */
export async function does(page: Page, label: string, fill?: (form: Form) => Promise<void>): Promise<Form> {
  const section = page.getByRole('region', { name: '办理' })
  await section.getByRole('button', { name: label, exact: true }).click()
  const form = section.getByRole('form', { name: label })
  await fill?.(form)
  await form.getByRole('button', { name: label, exact: true }).click()
  return form
}

/** The same for a step that is asked again before it is done. */
export async function doesSurely(
  page: Page,
  label: string,
  fill?: (form: Form) => Promise<void>,
): Promise<void> {
  const form = await does(page, label, fill)
  await form.getByRole('button', { name: `确认${label}` }).click()
}

export const state = (page: Page, words: string) =>
  page.locator('.page-lead .state-word', { hasText: words }).waitFor()

/** A day in a field of a form. */
export async function fillDay(form: Form, label: RegExp, day: string): Promise<void> {
  await form.getByLabel(label).fill(day)
  await form.page().keyboard.press('Tab')
}
