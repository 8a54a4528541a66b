/** From the press of a deployment to its report, and what belongs to it, in every way it can look. */
import { expectNoComplaints } from './complaints'
import { everyLookIsAccessible } from './looks'
import { stories } from './release-watch-story'

expectNoComplaints()
everyLookIsAccessible('release_watch', stories)
