export type Command = 'next' | 'previous' | 'open' | 'forward' | 'return' | 'select' | 'search' | 'help'

const commands: Readonly<Record<string, Command>> = {
  j: 'next',
  ArrowDown: 'next',
  k: 'previous',
  ArrowUp: 'previous',
  o: 'open',
  y: 'forward',
  r: 'return',
  x: 'select',
  '/': 'search',
  '?': 'help',
}

export const shortcuts: readonly { readonly keys: string; readonly does: string }[] = [
  { keys: 'j 或 ↓', does: '下一件' },
  { keys: 'k 或 ↑', does: '上一件' },
  { keys: 'Enter 或 o', does: '打开' },
  { keys: 'y', does: '办理下一步（先显示后果，再确认）' },
  { keys: 'r', does: '退回（须写理由）' },
  { keys: 'x', does: '选中或取消选中' },
  { keys: '/', does: '跳到搜索框' },
  { keys: '?', does: '显示这张表' },
]

type Pressed = {
  readonly key: string
  readonly ctrlKey: boolean
  readonly altKey: boolean
  readonly metaKey: boolean
  readonly isComposing?: boolean
}

/**
 * The command of a key press, or null: never while typing, composing Chinese, or with a modifier held (those belong to
 * the browser and the input method).
 */
export function commandOf(pressed: Pressed, typing: boolean): Command | null {
  if (typing || pressed.isComposing || pressed.ctrlKey || pressed.altKey || pressed.metaKey) return null
  return Object.hasOwn(commands, pressed.key) ? (commands[pressed.key] ?? null) : null
}

/** Whether keys pressed here are text. Buttons and links keep only Enter and space for themselves. */
export function isTyping(
  target: { readonly tagName?: string; readonly isContentEditable?: boolean } | null,
): boolean {
  if (!target) return false
  return target.isContentEditable === true || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName ?? '')
}
