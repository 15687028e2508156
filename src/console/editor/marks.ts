import { Extension, Mark, Node } from '@tiptap/core'

/** Pictures that came with an uploaded document are kept in their place. */
export const Picture = Node.create({
  name: 'picture',
  group: 'block',
  atom: true,
  draggable: true,
  addAttributes: () => ({ src: { default: null }, alt: { default: '' } }),
  parseHTML: () => [{ tag: 'img[src]' }],
  renderHTML: ({ HTMLAttributes }) => ['img', HTMLAttributes],
})

export const Raised = Mark.create({
  name: 'raised',
  excludes: 'lowered',
  parseHTML: () => [{ tag: 'sup' }],
  renderHTML: () => ['sup', 0],
})

export const Lowered = Mark.create({
  name: 'lowered',
  excludes: 'raised',
  parseHTML: () => [{ tag: 'sub' }],
  renderHTML: () => ['sub', 0],
})

/**
 * The part a paragraph plays (主送机关、署名、居中 …), kept as its class because that is the form bodies are stored in;
 * an alignment pasted as style becomes the same.
 */
export function roleExtension(roles: readonly string[]) {
  return Extension.create({
    name: 'role',
    addGlobalAttributes: () => [
      {
        types: ['paragraph', 'heading'],
        attributes: {
          role: {
            default: null,
            keepOnSplit: false,
            parseHTML: (element: HTMLElement) => {
              const own = [...element.classList].find(name => roles.includes(name))
              if (own) return own
              const aligned = element.style.textAlign || element.getAttribute('align') || ''
              return aligned === 'center'
                ? 'center'
                : aligned === 'right' || aligned === 'end'
                  ? 'right'
                  : null
            },
            renderHTML: (attributes: Record<string, unknown>) =>
              typeof attributes.role === 'string' ? { class: attributes.role } : {},
          },
        },
      },
    ],
  })
}
