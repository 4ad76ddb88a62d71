// SPDX-License-Identifier: Apache-2.0

package itfm_test

import (
	"fmt"
	"go/types"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// apiText prints one sorted line for each exported thing of the packages, in the spirit of the api files of Go itself.
// It shows what apidiff does not judge: the integer type of an enum, constraints of type parameters, struct tags.
func apiText(pkgs []*types.Package) []string {
	var lines []string
	for _, p := range pkgs {
		w := apiWriter{pkg: p, name: strings.TrimPrefix(p.Path(), modulePath+"/")}
		for _, n := range p.Scope().Names() {
			if obj := p.Scope().Lookup(n); obj.Exported() {
				w.object(obj)
			}
		}
		lines = append(lines, w.lines...)
	}
	slices.Sort(lines)
	return slices.Compact(lines)
}

type apiWriter struct {
	pkg   *types.Package
	name  string
	lines []string
}

func (w *apiWriter) add(format string, args ...any) {
	w.lines = append(w.lines, "pkg "+w.name+", "+fmt.Sprintf(format, args...))
}

func (w *apiWriter) typ(t types.Type) string {
	return types.TypeString(t, func(p *types.Package) string {
		if p == w.pkg {
			return ""
		}
		return p.Name()
	})
}

func (w *apiWriter) object(obj types.Object) {
	switch o := obj.(type) {
	case *types.Const:
		w.add("const %s %s", o.Name(), w.typ(o.Type()))
		w.add("const %s = %s", o.Name(), o.Val().ExactString())
	case *types.Var:
		w.add("var %s %s", o.Name(), w.typ(o.Type()))
	case *types.Func:
		w.add("func %s%s", o.Name(), w.signature(o.Signature()))
	case *types.TypeName:
		w.typeName(o)
	}
}

func (w *apiWriter) typeName(o *types.TypeName) {
	if alias, ok := o.Type().(*types.Alias); ok {
		w.add("type %s%s = %s", o.Name(), w.typeParams(alias.TypeParams()), w.typ(alias.Rhs()))
		return
	}
	named := o.Type().(*types.Named)
	head := o.Name() + w.typeParams(named.TypeParams())
	switch u := named.Underlying().(type) {
	case *types.Struct:
		w.structure(head, named, u)
	case *types.Interface:
		w.iface(head, u)
		return
	default:
		w.add("type %s %s", head, w.typ(u))
	}
	w.methods(named)
}

func (w *apiWriter) structure(head string, named *types.Named, s *types.Struct) {
	comparable := ""
	if !types.Comparable(named) {
		comparable = ", not comparable"
	}
	w.add("type %s struct%s", head, comparable)
	for i := range s.NumFields() {
		f := s.Field(i)
		if !f.Exported() {
			continue
		}
		kind, tag := "", ""
		if f.Embedded() {
			kind = "embedded "
		}
		if s.Tag(i) != "" {
			tag = " " + strconv.Quote(s.Tag(i))
		}
		w.add("type %s struct, %s%s %s%s", head, kind, f.Name(), w.typ(f.Type()), tag)
	}
}

// iface prints an open interface with its method list, since a method more breaks implementers, and a sealed one without.
func (w *apiWriter) iface(head string, i *types.Interface) {
	if !i.IsMethodSet() {
		w.add("type %s %s", head, w.typ(i))
		return
	}
	var names []string
	sealed := false
	for m := range i.Methods() {
		if !m.Exported() {
			sealed = true
			continue
		}
		names = append(names, m.Name())
		w.add("type %s interface, %s%s", head, m.Name(), w.signature(m.Signature()))
	}
	if sealed {
		w.add("type %s interface, sealed", head)
	} else {
		w.add("type %s interface { %s }", head, strings.Join(names, ", "))
	}
}

// methods prints the method sets, promoted methods included, with the receiver they need.
func (w *apiWriter) methods(named *types.Named) {
	values := types.NewMethodSet(named)
	all := types.NewMethodSet(types.NewPointer(named))
	for i := range all.Len() {
		m := all.At(i).Obj().(*types.Func)
		if !m.Exported() {
			continue
		}
		star := "*"
		if values.Lookup(m.Pkg(), m.Name()) != nil {
			star = ""
		}
		w.add("method (%s%s) %s%s", star, named.Obj().Name(), m.Name(), w.signature(m.Signature()))
	}
}

// signature prints a function type without parameter names: they are documentation, not API.
func (w *apiWriter) signature(s *types.Signature) string {
	var params []string
	for i := range s.Params().Len() {
		t := s.Params().At(i).Type()
		if s.Variadic() && i == s.Params().Len()-1 {
			params = append(params, "..."+w.typ(t.(*types.Slice).Elem()))
			continue
		}
		params = append(params, w.typ(t))
	}
	var results []string
	for v := range s.Results().Variables() {
		results = append(results, w.typ(v.Type()))
	}
	out := strings.Join(results, ", ")
	if len(results) > 1 {
		out = "(" + out + ")"
	}
	return strings.TrimSuffix(w.typeParams(s.TypeParams())+"("+strings.Join(params, ", ")+") "+out, " ")
}

func (w *apiWriter) typeParams(list *types.TypeParamList) string {
	if list.Len() == 0 {
		return ""
	}
	var ps []string
	for p := range list.TypeParams() {
		ps = append(ps, p.Obj().Name()+" "+w.typ(p.Constraint()))
	}
	return "[" + strings.Join(ps, ", ") + "]"
}

var (
	apiMethod = regexp.MustCompile(`^pkg (\S+), method \(\*?(\w+)\) (\w+)`)
	apiMember = regexp.MustCompile(`^pkg (\S+), type (\w+)(?:\[.*\])? (?:struct|interface), (?:embedded )?(\w+)`)
	apiTop    = regexp.MustCompile(`^pkg (\S+), (?:const|var|func|type) (\w+)`)
)

// apiSymbol returns the package and the symbol ("Money", "Money.Add") that a line of the API text is about.
func apiSymbol(line string) (pkg, symbol string) {
	for _, re := range []*regexp.Regexp{apiMethod, apiMember} {
		if m := re.FindStringSubmatch(line); m != nil {
			return m[1], m[2] + "." + m[3]
		}
	}
	if m := apiTop.FindStringSubmatch(line); m != nil {
		return m[1], m[2]
	}
	return "", ""
}
