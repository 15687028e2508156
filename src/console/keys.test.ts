import { expect, test } from 'vitest'
import { commandOf, isTyping, shortcuts } from './keys.ts'

const press = (key: string, more = {}) => ({ key, ctrlKey: false, altKey: false, metaKey: false, ...more })

test('单键各有所指', () => {
  expect(['j', 'ArrowDown', 'k', 'o', 'y', 'r', '/', '?'].map(key => commandOf(press(key), false))).toEqual([
    'next',
    'next',
    'previous',
    'open',
    'forward',
    'return',
    'search',
    'help',
  ])
})

test('打字、输入法选字、按着控制键时都不算快捷键', () => {
  expect(commandOf(press('y'), true)).toBeNull()
  expect(commandOf(press('y', { isComposing: true }), false)).toBeNull()
  for (const held of ['ctrlKey', 'altKey', 'metaKey'])
    expect(commandOf(press('r', { [held]: true }), false)).toBeNull()
})

test('没有定义的键什么也不做，对象自带的名字也不算', () => {
  for (const key of ['a', 'toString', 'constructor', 'Enter']) expect(commandOf(press(key), false)).toBeNull()
})

test('输入框和编辑器里是在打字，按钮上不是', () => {
  expect(isTyping({ tagName: 'TEXTAREA' })).toBe(true)
  expect(isTyping({ tagName: 'DIV', isContentEditable: true })).toBe(true)
  expect(isTyping({ tagName: 'BUTTON' })).toBe(false)
  expect(isTyping(null)).toBe(false)
})

test('帮助里列出的键都有用', () => {
  expect(shortcuts.length).toBeGreaterThan(5)
})
