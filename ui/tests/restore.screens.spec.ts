/** Every step of a custom restore. */
import { pictureEveryLook } from './pictures'
import { stories } from './restore-story'

pictureEveryLook('restore', stories)
