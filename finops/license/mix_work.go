// SPDX-License-Identifier: Apache-2.0

package license

import (
	"context"
	"errors"
)

// work counts steps and notices when to stop.
type work struct {
	ctx   context.Context
	limit int
	done  int
	ask   int     // done at which the context is asked next
	stop  MixStop // why the work was stopped early, MixUnset as long as it was not
}

// errStopped ends a calculation at the work limit or when the context ends.
var errStopped = errors.New("license: stopped")

// askEvery is the number of steps, well below 50 ms of work, between two looks at the context.
const askEvery = 100_000

// spend counts steps. It returns errStopped when it is time to stop, from then on always.
func (w *work) spend(steps int) error {
	w.done += steps
	if w.stop != MixUnset {
		return errStopped
	}
	if w.done > w.limit {
		w.stop = MixWorkLimit
		return errStopped
	}
	if w.done >= w.ask {
		w.ask = w.done + askEvery
		if w.ctx.Err() != nil {
			w.stop = MixCancelled
			return errStopped
		}
	}
	return nil
}
