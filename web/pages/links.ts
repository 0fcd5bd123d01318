import { Anchor, Button } from '@mantine/core'
import { createLink } from '@tanstack/react-router'

/** A button that is a link: opens in a new tab, is preloaded, and says where it leads. */
export const ButtonLink = createLink(Button<'a'>)

export const AnchorLink = createLink(Anchor<'a'>)
