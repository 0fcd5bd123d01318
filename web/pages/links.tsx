import { Anchor, Button, type ButtonProps } from '@mantine/core'
import { createLink } from '@tanstack/react-router'
import type { ComponentProps } from 'react'

type ButtonAnchorProps = ButtonProps & Omit<ComponentProps<'a'>, keyof ButtonProps>

function ButtonAnchor(props: ButtonAnchorProps) {
  return <Button component="a" {...props} />
}

/** A button that is a link: opens in a new tab, is preloaded, and says where it leads. */
export const ButtonLink = createLink(ButtonAnchor)

export const AnchorLink = createLink(Anchor<'a'>)
